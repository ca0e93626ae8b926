"""Multi-head attention: several small attentions side by side, over one sequence or two.

    head_i = softmax(Q_i K_iᵀ / √d_h) V_i,   out = [head_1 … head_H] W_oᵀ
    Q = x_query W_qᵀ,  K = x_context W_kᵀ,  V = x_context W_vᵀ

The columns of Q, K and V are split into heads contiguously, d_h = width / heads, so the number of
heads changes no parameter. In self-attention both sequences are the same.

Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.2.2.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Heatmap
from bot.demos._fields import SEED
from bot.demos._params import Array, Flag, Int, Param, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.attention import attend, attention_weights, row_entropy
from bot.text import Text

MOST_DRAWN = 4


def run(
    x_query: np.ndarray,
    x_context: np.ndarray,
    w_q: np.ndarray,
    w_k: np.ndarray,
    w_v: np.ndarray,
    w_o: np.ndarray,
    heads: int,
) -> Result:
    """Attention of ``x_query`` (n, d) on ``x_context`` (m, d); weights are (heads, n, m)."""
    _check(x_query, x_context, w_q, w_k, w_v, w_o, heads)
    q, k, v = (
        _split(x @ w.T, heads) for x, w in ((x_query, w_q), (x_context, w_k), (x_context, w_v))
    )
    weights = attention_weights(q, k)
    joined = np.swapaxes(attend(q, k, v), 0, 1).reshape(len(x_query), -1)
    width, params = len(w_q), sum(w.size for w in (w_q, w_k, w_v, w_o))
    values = {
        "out": joined @ w_o.T,
        "weights": weights,
        "params": params,
        "head_dim": width // heads,
        "entropy": row_entropy(weights).mean(axis=1),
    }
    insight = Text(
        f"{heads} 个头、每头 {width // heads} 维，参数仍是 {params:,}；Q 来自目标，K/V 来自源",
        f"{heads} heads of width {width // heads} still take {params:,} parameters; "
        "Q comes from the target, K and V from the source",
    )
    count = "4d^2" if params == 4 * width**2 else "|W_q|+|W_k|+|W_v|+|W_o|"
    formula = rf"d_h={width}/{heads}={width // heads},\quad {count}={params}"
    return Result(values, insight, _maps(weights), formula)


def _split(x: np.ndarray, heads: int) -> np.ndarray:
    """(n, heads · d_h) to (heads, n, d_h)."""
    return np.asarray(np.swapaxes(x.reshape(len(x), heads, -1), 0, 1))


def _check(
    x_query: np.ndarray,
    x_context: np.ndarray,
    w_q: np.ndarray,
    w_k: np.ndarray,
    w_v: np.ndarray,
    w_o: np.ndarray,
    heads: int,
) -> None:
    if len(w_q) % heads or len(w_v) % heads:
        raise refuse(f"宽度不能被 {heads} 个头整除", f"the width is not divisible by {heads} heads")
    fits = (
        w_q.shape[1] == x_query.shape[1]
        and w_k.shape[1] == w_v.shape[1] == x_context.shape[1]
        and len(w_q) == len(w_k)
        and w_o.shape[1] == len(w_v)
    )
    if not fits:
        raise refuse("权重与输入的宽度不符", "the weights do not fit the width of the inputs")
    if heads * len(x_query) * len(x_context) > 1_000_000:
        raise refuse("序列太长", "the sequences are too long")


def _maps(weights: np.ndarray) -> tuple[Heatmap, ...]:
    return tuple(
        Heatmap(
            Text(f"第 {i + 1} 个头的权重", f"Weights of head {i + 1}"),
            Text("源位置(键)", "source position (key)"),
            Text("目标位置(查询)", "target position (query)"),
            head[:40, :40].round(3).tolist(),
            numbers=head.size <= 64,
        )
        for i, head in enumerate(weights[:MOST_DRAWN])
    )


def build(seed: int, n: int, m: int, d: int, cross: bool) -> dict[str, Any]:
    """Random sequences and weights of width d; without ``cross`` the query is the context too."""
    rng = np.random.default_rng(seed)
    arrays = {"x_query": rng.standard_normal((n, d)), "x_context": rng.standard_normal((m, d))}
    if not cross:
        arrays["x_context"] = arrays["x_query"]
    for name in ("w_q", "w_k", "w_v", "w_o"):
        arrays[name] = rng.standard_normal((d, d)) / d**0.5
    return {name: array.round(4).tolist() for name, array in arrays.items()}


DEFAULT = build(0, 4, 4, 8, True)
CONTROLS = (
    SEED,
    Int("n", Text("目标长度", "target length"), 4, 1, 64, slider=(1, 12)),
    Int("m", Text("源长度", "source length"), 4, 1, 64, slider=(1, 12)),
    Int("d", Text("宽度", "width"), 8, 1, 64, slider=(4, 32)),
    Flag("cross", Text("交叉注意力", "cross-attention"), True),
)
LABELS = (
    ("x_query", "目标序列", "target sequence"),
    ("x_context", "源序列", "source sequence"),
    ("w_q", "W_q", "W_q"),
    ("w_k", "W_k", "W_k"),
    ("w_v", "W_v", "W_v"),
    ("w_o", "W_o", "W_o"),
)
PARAMS: tuple[Param, ...] = (
    *(Array(name, Text(zh, en), DEFAULT[name], 2, -1e4, 1e4) for name, zh, en in LABELS),
    Int("heads", Text("头数", "heads"), 2, 1, 64, slider=(1, 8), cues=("头数", "个头", "heads")),
)

DEMO = Demo(
    title=Text("多头注意力与交叉注意力", "Multi-head and cross-attention"),
    topics=(
        "multi-head-attention",
        "cross-attention",
        "self-attention",
        "number-of-heads",
        "transformer-parallelism",
    ),
    group="attention",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Vaswani et al., Attention Is All You Need, 2017, section 3.2.2",
    asks=(
        Text("为什么要多头？头数影响参数量吗？", "Why several heads, and do they cost parameters?"),
        Text("交叉注意力的 Q、K、V 从哪来？", "Where do Q, K and V of cross-attention come from?"),
    ),
    presets=(Preset(Text("4 个头", "four heads"), {"heads": 4}),),
)
