"""The ROC curve and the area under it, by trapezoids and by counting pairs.

    AUC = P(score⁺ > score⁻) + ½ P(score⁺ = score⁻)

The curve starts at (0, 0) and takes equal scores in one diagonal step. AUC does not change with
the share of positives; precision does, so look at a PR curve when positives are rare.

Source: Fawcett, "An introduction to ROC analysis", 2006; Hanley and McNeil 1982; Youden 1950.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Lines
from bot.demos._curves import curve
from bot.demos._fields import SEED
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.ranking import rank_auc, roc_curve
from bot.text import Text

BINS = 14


def run(y_true: np.ndarray, scores: np.ndarray, threshold: float | None) -> Result:
    """The curve, its area in two ways, and the rates at ``threshold`` (by default the best)."""
    positives, negatives = _counts(y_true, scores)
    fpr, tpr, cuts = roc_curve(y_true.astype(float), scores)
    auc, ranked = float(np.trapezoid(tpr, fpr)), rank_auc(y_true, scores)
    best = int(np.argmax(tpr - fpr))
    best_cut = float(cuts[max(best - 1, 0)])
    cut = best_cut if threshold is None else threshold
    rates = [float((scores[y_true == label] >= cut).mean()) for label in (0, 1)]
    values = {
        "auc": auc,
        "auc_rank": ranked,
        "fpr": fpr,
        "tpr": tpr,
        "max_youden": float(tpr[best] - fpr[best]),
        "best_threshold": best_cut,
        "fpr_at_threshold": rates[0],
        "tpr_at_threshold": rates[1],
    }
    insight = Text(
        f"AUC={auc:.4f}：随机正样本得分高于随机负样本的概率(平分算一半)，与正负比例无关",
        f"AUC={auc:.4f} is the chance that a random positive outscores a random negative, ties "
        "counting half; the class ratio does not matter",
    )
    wins = ranked * positives * negatives
    formula = rf"\mathrm{{AUC}}=\frac{{{wins:g}}}{{{positives}\cdot{negatives}}}={auc:.4f}"
    charts = (_curve(fpr, tpr, rates), _histograms(y_true, scores, cut))
    return Result(values, insight, charts, formula)


def _counts(y_true: np.ndarray, scores: np.ndarray) -> tuple[int, int]:
    if len(y_true) != len(scores):
        raise refuse("标签与分数应一样多", "labels and scores must be equally many")
    positives = int(y_true.sum())
    if positives in (0, len(y_true)):
        raise refuse("只有一类样本，AUC 没有定义", "with one class only, AUC is undefined")
    return positives, len(y_true) - positives


def _curve(fpr: np.ndarray, tpr: np.ndarray, rates: list[float]) -> Chart:
    chance = curve(Text("随机", "chance"), [0, 1], [0, 1], "muted", dashed=True)
    here = curve(Text("当前阈值", "threshold"), rates[:1], rates[1:], "bad", points=True)
    return Lines(
        Text("ROC 曲线", "ROC curve"),
        Text("假正率 FPR", "false positive rate"),
        Text("真正率 TPR", "true positive rate"),
        (curve(Text("ROC", "ROC"), fpr, tpr), chance, here),
    )


def _histograms(y_true: np.ndarray, scores: np.ndarray, cut: float) -> Chart:
    edges = np.histogram_bin_edges(scores, BINS)
    counts = tuple(
        tuple(np.histogram(scores[y_true == label], edges)[0].tolist()) for label in (0, 1)
    )
    names = tuple(f"{low:.2f}" for low in edges[:-1])
    return Bars(
        Text(f"两类的分数(阈值 {cut:.3g})", f"Scores by class (threshold {cut:.3g})"),
        Text("分数", "score"),
        Text("个数", "count"),
        tuple(Text(name, name) for name in names),
        counts,
        (Text("负样本", "negatives"), Text("正样本", "positives")),
    )


def build(positives: int, negatives: int, distance: float, seed: int) -> dict[str, Any]:
    """Two normal distributions of scores whose means are ``distance`` apart."""
    rng = np.random.default_rng(seed)
    scores = np.append(rng.normal(distance, 1, positives), rng.normal(0, 1, negatives))
    return {"y_true": [1] * positives + [0] * negatives, "scores": scores.round(3).tolist()}


START = build(20, 20, 1.5, 0)
PARAMS = (
    Array("y_true", Text("标签 0/1", "labels 0/1"), START["y_true"], low=0, high=1, whole=True),
    Array("scores", Text("分数", "scores"), START["scores"]),
    Float("threshold", Text("阈值", "threshold"), None, -1e12, 1e12, (-3, 5), 0.05, optional=True),
)
CONTROLS = (
    Int("positives", Text("正样本", "positives"), 20, 1, 2000, (1, 200)),
    Int("negatives", Text("负样本", "negatives"), 20, 1, 2000, (1, 200)),
    Float(
        "distance", Text("两类均值之差(σ)", "distance of the means (σ)"), 1.5, -10, 10, (0, 5), 0.1
    ),
    SEED,
)

FAWCETT = {
    "y_true": [int(c == "p") for c in "ppnpppnnpnpnpnnnpnpn"],
    "scores": [
        0.9,
        0.8,
        0.7,
        0.6,
        0.55,
        0.54,
        0.53,
        0.52,
        0.51,
        0.505,
        0.4,
        0.39,
        0.38,
        0.37,
        0.36,
        0.35,
        0.34,
        0.33,
        0.3,
        0.1,
    ],
}

DEMO = Demo(
    title=Text("ROC 与 AUC", "ROC and AUC"),
    topics=("roc-auc", "roc-curve", "auc", "decision-threshold"),
    group="metric",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Fawcett 2006; Hanley and McNeil 1982",
    asks=(
        Text("AUC 的概率意义是什么？", "What does AUC mean as a probability?"),
        Text("正样本很少时看 ROC 还是 PR？", "ROC or PR when positives are rare?"),
    ),
    presets=(
        Preset(Text("Fawcett 的 20 例", "Fawcett's 20 cases"), FAWCETT, "Fawcett, 2006, figure 3"),
        Preset(Text("全部并列", "all tied"), {"y_true": [0, 1], "scores": [1, 1]}),
    ),
    examples=(
        Example(
            {"y_true": [0, 0, 1, 1], "scores": [0.1, 0.4, 0.35, 0.8]},
            {"auc": 0.75, "auc_rank": 0.75},
            "scikit-learn user guide, roc_auc_score",
        ),
    ),
)
