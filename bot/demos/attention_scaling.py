"""Self-attention and why its scores are divided by √d_k.

    out = softmax(q kᵀ / √d_k) v

If the entries of q and k are independent with mean 0 and variance 1, a dot product of d_k terms
has variance d_k. Unscaled scores therefore grow with √d_k, the softmax becomes one-hot and its
gradient vanishes; scaled scores keep variance 1. d_k is the width of one head. The causal mask
is −∞ before the softmax.

Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.2.1 and footnote 4.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Chart, Heatmap, Lines
from bot.demos._curves import curve
from bot.demos._fields import SEED, selector
from bot.demos._params import Array, Flag, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.activations import softmax
from bot.numerics.attention import attend, attention_weights, row_entropy
from bot.text import Text

KEYS, QUERIES = 8, 64  # of the simulated softmax
WIDTHS = (2, 4, 8, 16, 32, 64, 128, 256, 512)


def run(q: np.ndarray, k: np.ndarray, v: np.ndarray, scale: bool, causal: bool) -> Result:
    """Attention of queries ``(..., n, d)`` on keys ``(..., m, d)`` with values ``(..., m, e)``."""
    _check(q, k, v)
    weights = attention_weights(q, k, scale, causal)
    entropy = row_entropy(weights)
    values = {"out": attend(q, k, v, scale, causal), "weights": weights, "entropy": entropy}
    d, most = q.shape[-1], math.log(k.shape[-2])
    insight = Text(
        f"平均熵 {entropy.mean():.3f}(均匀分布是 {most:.3f})；"
        + (f"已除以 √{d}={math.sqrt(d):.3g}" if scale else f"未除以 √{d},softmax 趋于独热"),
        f"The mean entropy is {entropy.mean():.3f} of at most {most:.3f}; scores are "
        + (
            f"divided by √{d}={math.sqrt(d):.3g}" if scale else f"not divided by √{d}: near one-hot"
        ),
    )
    divisor = rf"\sqrt{{{d}}}" if scale else "1"
    formula = rf"\mathrm{{softmax}}\!\left(\frac{{QK^\top}}{{{divisor}}}\right)V"
    return Result(values, insight, (_heatmap(weights), *_saturation(d)), formula)


def run_variance(op: str, d_k: int) -> Result:
    """Variance of q·k for independent standard entries, before and after the division."""
    values = {"score_variance": d_k, "score_std": math.sqrt(d_k), "scaled_variance": 1.0}
    insight = Text(
        f"点积方差 = d_k = {d_k}，标准差 {math.sqrt(d_k):.4g}；除以 √d_k 后方差回到 1",
        f"Var(q·k) = d_k = {d_k}, standard deviation {math.sqrt(d_k):.4g}; dividing by √d_k "
        "brings the variance back to 1",
    )
    formula = rf"\mathrm{{Var}}\Big(\sum_{{i=1}}^{{{d_k}}}q_ik_i\Big)={d_k}"
    return Result(values, insight, _saturation(d_k), formula)


def _check(q: np.ndarray, k: np.ndarray, v: np.ndarray) -> None:
    if not q.ndim == k.ndim == v.ndim or q.shape[-1] != k.shape[-1] or k.shape[-2] != v.shape[-2]:
        raise refuse(
            "q 与 k 的宽度应相同，k 与 v 的行数应相同",
            "q and k need the same width, k and v the same number of rows",
        )
    if not q.shape[:-2] == k.shape[:-2] == v.shape[:-2]:
        raise refuse("q、k、v 的批和头应相同", "q, k and v need the same batch and heads")
    if q.size // q.shape[-1] * k.shape[-2] > 4_000_000:
        raise refuse("注意力矩阵太大", "the attention matrix is too large")


def _heatmap(weights: np.ndarray) -> Chart:
    first = weights.reshape(-1, *weights.shape[-2:])[0][:40, :40]
    return Heatmap(
        Text("注意力权重", "Attention weights"),
        Text("键的位置", "key position"),
        Text("查询的位置", "query position"),
        first.round(3).tolist(),
        numbers=first.size <= 64,
    )


def _saturation(d: int) -> tuple[Chart, ...]:
    """Entropy and gradient of a softmax over simulated scores, against the width."""
    noise = np.random.default_rng(0).normal(size=(QUERIES, KEYS))
    spread = {True: [1.0] * len(WIDTHS), False: [math.sqrt(width) for width in WIDTHS]}
    names = {True: Text("除以 √d", "divided by √d"), False: Text("不除", "not divided")}
    entropies, slopes = [], []
    for scaled, role in ((True, "main"), (False, "second")):
        p = softmax(np.array(spread[scaled])[:, None, None] * noise)
        entropies.append(curve(names[scaled], WIDTHS, row_entropy(p).mean(axis=1), role))
        slopes.append(curve(names[scaled], WIDTHS, (p * (1 - p)).sum(axis=2).mean(axis=1), role))
    axis, here = Text("宽度 d_k", "width d_k"), ((d, Text("当前", "current")),)
    title = Text("softmax 的梯度", "Gradient of the softmax")
    slope = Text("Σ p(1−p) 均值", "mean Σ p(1−p)")
    entropy = (
        Text("d 越大熵越小", "Entropy falls with the width"),
        Text("熵(nat)", "entropy (nats)"),
    )
    return (
        Lines(entropy[0], axis, entropy[1], tuple(entropies), log_x=True, rules_x=here),
        Lines(title, axis, slope, tuple(slopes), log_x=True, rules_x=here),
    )


def build(n: int, d: int, seed: int) -> dict[str, Any]:
    """Standard normal queries, keys and values of ``n`` tokens."""
    parts = np.random.default_rng(seed).normal(size=(3, n, d)).round(3)
    return dict(zip("qkv", parts.tolist(), strict=True))


START = build(4, 64, 0)
TENSORS = tuple(
    Array(name, Text(zh, en), START[name], (2, 3, 4), -1e6, 1e6)
    for name, zh, en in (("q", "查询", "queries"), ("k", "键", "keys"), ("v", "值", "values"))
)
SWITCHES = (
    Flag("scale", Text("除以 √d_k", "divide by √d_k"), True),
    Flag("causal", Text("因果掩码", "causal mask"), False),
)
WIDTH = Int("d_k", Text("每头宽度 d_k", "head width d_k"), 64, 1, 10**9, (2, 512), cues=("d_k",))
VARIANCE = (selector("op", "variance"), WIDTH)
CONTROLS = (
    Int("n", Text("词元数", "tokens"), 4, 1, 32, (1, 8)),
    Int("d", Text("宽度 d", "width d"), 64, 1, 512, (2, 512)),
    SEED,
)

DEMO = Demo(
    title=Text("自注意力与 √d_k", "Self-attention and √d_k"),
    topics=("self-attention", "scaled-dot-product-attention", "softmax"),
    group="attention",
    modes=(
        Mode(run, (*TENSORS, *SWITCHES), Text("注意力", "attention"), CONTROLS, build),
        Mode(run_variance, VARIANCE, Text("点积的方差", "variance of the scores")),
    ),
    source="Vaswani et al., 2017",
    asks=(
        Text("为什么要除以 √d_k 而不是 d_k？", "Why divide by √d_k and not by d_k?"),
        Text("自注意力的复杂度是多少？", "What is the complexity of self-attention?"),
        Text("Q、K、V 分别是什么？", "What are Q, K and V?"),
    ),
    presets=(
        Preset(Text("不缩放", "unscaled"), {"scale": False}, "Vaswani et al., 2017, section 3.2.1"),
    ),
    examples=(Example({"op": "variance", "d_k": 64}, {"score_std": 8.0}, "footnote 4"),),
)
