"""Batch, layer, instance, group and switchable normalisation: which values share a mean.

All compute (x − μ) / √(σ² + ε) with a biased variance over a block of (N, C, H, W):

    batch     one channel of all examples     C pairs
    layer     one example                     N pairs
    instance  one channel of one example      N·C pairs
    group     a run of C/G channels           N·G pairs
    switchable: weighted means of the moments of batch, instance and layer

Transformers normalise the last axis only, per token. Switchable weights that are not negative and
sum to 1 are used as they are; others are control parameters and pass through softmax, as in the
paper.

Sources: Ioffe and Szegedy 2015; Ba et al. 2016; Ulyanov et al. 2016; Wu and He 2018; Luo et al.
2018, equations 2 and 5.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Heatmap
from bot.demos._fields import SEED, selector
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Only, Preset, Result
from bot.numerics.activations import softmax
from bot.numerics.normalisation import moments, standardise, switchable_moments
from bot.text import Text

SWITCH_FORMULA = r"y=\frac{x-\sum_k w_k\mu_k}{\sqrt{\sum_k w'_k\sigma_k^2+\epsilon}}"
BLOCKS = {
    "batch": Text("同一通道的所有样本", "one channel of all examples"),
    "layer": Text("一个样本的全部", "all of one example"),
    "instance": Text("一个样本的一个通道", "one channel of one example"),
    "group": Text("一个样本的一组通道", "a group of channels of one example"),
}


def run(x: np.ndarray, kind: str, groups: int, eps: float) -> Result:
    """``x`` (N, C, ...) normalised over the blocks of ``kind``."""
    n, c = x.shape[:2]
    if kind == "group" and c % groups:
        raise refuse(
            f"groups={groups} 应整除通道数 {c}", f"groups={groups} must divide {c} channels"
        )
    pairs = {"batch": c, "layer": n, "instance": n * c, "group": n * groups}[kind]
    if x.size == pairs:
        raise refuse("每块只有一个值，没有方差", "every block holds a single value: no variance")
    y = standardise(x, *moments(x, kind, groups), eps)
    block = BLOCKS[kind]
    insight = Text(
        f"{kind} 共 {pairs} 组统计，每组由{block.zh}共享；只有 BN 依赖批。GN(1 组)=LN,GN(C 组)=IN",
        f"{kind} has {pairs} pairs of statistics, each shared by {block.en}; only BN needs a "
        "batch. GN with 1 group is LN, with C groups IN",
    )
    shown = groups if kind == "group" else 1
    charts = (_shared(n, c, kind, shown), *_maps(x, y))
    formula = (
        rf"y=\frac{{x-\mu}}{{\sqrt{{\sigma^2+\epsilon}}}},\quad {x.size // pairs}\ "
        rf"\mathrm{{values\ per\ block}},\ {pairs}\ \mathrm{{blocks}}"
    )
    return Result({"y": y, "n_stats": pairs}, insight, charts, formula)


def run_switchable(
    x: np.ndarray, kind: str, w_mean: np.ndarray, w_var: np.ndarray, eps: float
) -> Result:
    """Normalised by weighted moments; the weights stand for batch, instance and layer."""
    if len(w_mean) != 3 or len(w_var) != 3:
        raise refuse("要三个权重：批、实例、层", "three weights are needed: batch, instance, layer")
    means, variances = _importance(w_mean), _importance(w_var)
    mean, variance = switchable_moments(x, means, variances)
    y = standardise(x, mean, variance, eps)
    percent = [f"{share:.0%}" for share in means]
    insight = Text(
        f"均值由 BN {percent[0]}、IN {percent[1]}、LN {percent[2]} 混合；权重由训练学出来",
        f"The mean mixes BN {percent[0]}, IN {percent[1]} and LN {percent[2]}; training learns "
        "the weights",
    )
    names = tuple(Text(name, name) for name in ("BN", "IN", "LN"))
    bars = Bars(
        Text("各归一化的权重", "Weight of each normaliser"),
        Text("方法", "method"),
        Text("权重", "weight"),
        names,
        (tuple(means.tolist()), tuple(variances.tolist())),
        (Text("均值", "mean"), Text("方差", "variance")),
    )
    values = {"y": y, "mean_weights": means, "var_weights": variances}
    return Result(values, insight, (bars, *_maps(x, y)), SWITCH_FORMULA)


def _importance(weights: np.ndarray) -> np.ndarray:
    if (weights >= 0).all() and np.isclose(weights.sum(), 1, rtol=0, atol=1e-9):
        return weights
    return softmax(weights)


def _shared(n: int, c: int, kind: str, groups: int) -> Chart:
    """Which maps (rows examples, columns channels) share statistics with the first one."""
    width = {"batch": 1, "instance": 1, "layer": c, "group": c // groups}[kind]
    marks = tuple((i, j, "good") for i in range(n if kind == "batch" else 1) for j in range(width))
    block = {(i, j) for i, j, _ in marks}
    cells = [[int((i, j) in block) for j in range(c)] for i in range(n)]
    title = Text("与左上角共享统计的特征图", "Maps sharing statistics with the first")
    return Heatmap(
        title,
        Text("通道 C", "channel C"),
        Text("样本 N", "example N"),
        cells,
        numbers=False,
        marks=marks,
    )


def _maps(x: np.ndarray, y: np.ndarray) -> tuple[Chart, ...]:
    titles = Text("归一化前", "before"), Text("归一化后", "after")
    axes = Text("通道·位置", "channel and position"), Text("样本", "example")
    return tuple(
        Heatmap(title, *axes, part.reshape(len(part), -1).round(3).tolist(), "diverging", False)
        for title, part in zip(titles, (x, y), strict=True)
    )


def build(n: int, c: int, side: int, seed: int) -> dict[str, Any]:
    """Random maps whose channels and examples differ in mean and spread."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, c, side, side)) * rng.uniform(0.5, 2, (n, c, 1, 1))
    return {"x": (x + rng.normal(size=(n, c, 1, 1))).round(3).tolist()}


X = Array("x", Text("输入", "input"), build(2, 4, 3, 0)["x"], (2, 3, 4), -1e9, 1e9)
KIND = Choice("kind", Text("方法", "kind"), "batch", tuple(BLOCKS))
GROUPS = Int("groups", Text("组数", "groups"), 2, 1, 100_000, (1, 6), cues=("组", "groups"))
EPS = Float("eps", Text("ε", "ε"), 1e-5, 0, 10, (1e-6, 0.1), 1e-6, above=True)
SWITCH = (
    selector("kind", "switchable"),
    Array("w_mean", Text("均值权重 BN,IN,LN", "mean weights BN, IN, LN"), (1, 1, 1), 1, -1e3, 1e3),
    Array("w_var", Text("方差权重 BN,IN,LN", "var weights BN, IN, LN"), (1, 1, 1), 1, -1e3, 1e3),
    EPS,
)
SIZES = (("n", "样本数 N", "examples N", 2), ("c", "通道数 C", "channels C", 4))
SHAPE = tuple(Int(name, Text(zh, en), value, 1, 8, (1, 6)) for name, zh, en, value in SIZES)
CONTROLS = (*SHAPE, Int("side", Text("边长", "side"), 3, 2, 8, (2, 6)), SEED)

DEMO = Demo(
    title=Text("BN/LN/IN/GN/SN 归一化轴", "BN, LN, IN, GN, SN: which axes"),
    topics=(
        "normalization-layer",
        "batch-normalization",
        "layer-normalization",
        "instance-normalization",
        "group-normalization",
        "switchable-normalization",
    ),
    group="normalisation",
    modes=(
        Mode(
            run,
            (X, KIND, GROUPS, EPS),
            Text("四种", "the four"),
            CONTROLS,
            build,
            (Only("groups", "kind", ("group",)),),
        ),
        Mode(run_switchable, (X, *SWITCH), Text("可切换归一化", "switchable"), CONTROLS, build),
    ),
    source="Wu and He 2018; Luo et al. 2018",
    asks=(
        Text("Transformer 为什么用 LN 不用 BN？", "Why do transformers use LN, not BN?"),
        Text("风格迁移为什么用 IN？", "Why does style transfer use IN?"),
    ),
    presets=(
        Preset(
            Text("GN 1 组 = LN", "GN with 1 group = LN"),
            {"kind": "group", "groups": 1},
            "Wu and He, ECCV 2018",
        ),
    ),
    examples=(Example({"kind": "group", "groups": 2}, {"n_stats": 4}, "N·G = 2·2"),),
)
