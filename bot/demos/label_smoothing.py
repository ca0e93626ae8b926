"""Label smoothing: a target that no longer asks for infinite logits.

    q = (1 − ε) onehot + ε / K          over all K classes, the true one included
    loss = −Σ q log softmax(z),         gradient softmax(z) − q

The best logit gap between the true and any other class is log((1 − ε + ε/K) / (ε/K)), finite for
ε > 0, and the smallest loss is the entropy of q instead of 0. (Spreading ε over the other K − 1
classes only is another convention.)

Source: Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, section 7.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Lines, Series
from bot.demos._fields import Values
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.activations import log_softmax
from bot.text import Text


def run(logits: np.ndarray, target: int, epsilon: float) -> Result:
    """Loss, soft target and gradient of one example."""
    count = len(logits)
    if target >= count:
        raise refuse(
            f"只有 {count} 类，没有类 {target}", f"there are {count} classes, no class {target}"
        )
    if count < 2:
        raise refuse("至少要两类", "at least two classes are needed")
    log_p = log_softmax(logits)
    soft = np.full(count, epsilon / count)
    soft[target] += 1 - epsilon
    values: Values = {
        "soft_target": soft,
        "loss": float(-(soft * log_p).sum()),
        "hard_loss": float(-log_p[target]),
        "grad": np.exp(log_p) - soft,
        "min_loss": _entropy(soft),
    }
    if epsilon > 0:
        values["optimal_logit_gap"] = math.log(soft[target] * count) - math.log(epsilon)
    charts = _targets(soft, np.exp(log_p)), _losses(count, epsilon)
    return Result(values, _insight(values, epsilon), charts, _formula(values, epsilon, count))


def _entropy(q: np.ndarray) -> float:
    return float(-sum(p * math.log(p) for p in q.tolist() if p > 0))


def _insight(values: Values, epsilon: float) -> Text:
    gap, floor = values.get("optimal_logit_gap"), values["min_loss"]
    if gap is None:
        return Text(
            "ε=0 就是普通交叉熵：logit 差越大损失越小，永远不到 0",
            "With ε=0 this is plain cross-entropy: the loss falls for ever as the logit gap grows",
        )
    return Text(
        f"ε={epsilon:g} 时最优 logit 差是有限的 {gap:.3f}，最小损失 {floor:.3f} 不再是 0；"
        "不再鼓励无穷大的 logit",
        f"With ε={epsilon:g} the best logit gap is a finite {gap:.3f} and the smallest loss is "
        f"{floor:.3f}, not 0: over-confidence no longer pays",
    )


def _formula(values: Values, epsilon: float, count: int) -> str:
    best = float(values["soft_target"].max())
    return rf"q_{{true}}=1-{epsilon:g}+\frac{{{epsilon:g}}}{{{count}}}={best:.4f}"


def _targets(soft: np.ndarray, softmax: np.ndarray) -> Chart:
    return Bars(
        Text("软标签与预测", "Soft target and prediction"),
        Text("类别", "class"),
        Text("概率", "probability"),
        tuple(Text(str(k), str(k)) for k in range(len(soft))),
        (tuple(soft.tolist()), tuple(softmax.tolist())),
        (Text("软标签 q", "soft target q"), Text("softmax", "softmax")),
    )


def _losses(count: int, epsilon: float) -> Chart:
    """Hard and smoothed loss against the gap between the true logit and the (equal) others."""
    gaps = np.linspace(-2, 12, 113)
    hard = np.log1p((count - 1) * np.exp(-gaps))
    # Each of the other classes has a log-probability lower by the gap.
    smooth = hard + epsilon * gaps * (count - 1) / count
    series = (
        Series(Text("平滑后", "smoothed"), gaps.tolist(), smooth.tolist()),
        Series(Text("普通交叉熵", "cross-entropy"), gaps.tolist(), hard.tolist(), "muted", True),
    )
    title = Text("损失随 logit 差", "Loss against the logit gap")
    return Lines(title, Text("logit 差", "logit gap"), Text("损失(nat)", "loss (nats)"), series)


def build(gap: float, classes: int) -> dict[str, Any]:
    """Class 0 ahead of the others by ``gap``."""
    return {"logits": [gap] + [0.0] * (classes - 1), "target": 0}


PARAMS = (
    Array("logits", Text("logits", "logits"), (2, 1, 0), low=-1e6, high=1e6),
    Int("target", Text("真实类别", "true class"), 0, 0, 200_000, slider=(0, 9)),
    Float("epsilon", Text("平滑 ε", "smoothing ε"), 0.1, 0, 1, (0, 0.5), cues=("ε", "epsilon")),
)
CONTROLS = (
    Float("gap", Text("logit 差", "logit gap"), 3, -5, 15, step=0.1),
    Int("classes", Text("类别数", "classes"), 3, 2, 20),
)

DEMO = Demo(
    title=Text("标签平滑", "Label smoothing"),
    topics=("label-smoothing", "cross-entropy-loss", "softmax", "overfitting"),
    group="loss",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Szegedy et al., Rethinking the Inception Architecture, CVPR 2016",
    asks=(
        Text("标签平滑为什么能防止过拟合？", "Why does label smoothing curb over-fitting?"),
        Text("标签平滑和蒸馏有什么联系？", "How is label smoothing related to distillation?"),
    ),
    presets=(
        Preset(Text("Inception-v3", "Inception-v3"), {"epsilon": 0.1}, "Szegedy et al., 2016"),
        Preset(Text("不平滑", "no smoothing"), {"epsilon": 0}),
    ),
    examples=(
        Example(
            {"logits": [0, 0], "target": 0, "epsilon": 0.5},
            {"soft_target": [0.75, 0.25], "loss": math.log(2), "grad": [-0.25, 0.25]},
            source="closed form",
        ),
    ),
)
