"""An embedding layer: a product with one-hot rows, done as a look-up.

    one_hot(ids) · W = W[ids]

Only the rows that were looked up get a gradient, and a repeated id gets it as often. ``grad`` is
that of the sum of all vectors; ``cosine`` compares rows 0 and 1.

Source: Bengio et al., A neural probabilistic language model, JMLR 2003.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Heatmap
from bot.demos._fields import SEED, Values, cost_bars, short
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

DRAWN = 24


def run(weight: np.ndarray, ids: np.ndarray) -> Result:
    """The vectors of ``ids`` (any shape), the gradient and the number of parameters."""
    if ids.size and ids.max() >= len(weight):
        raise refuse(
            f"编号应小于词表 {len(weight)}", f"ids must be below the vocabulary {len(weight)}"
        )
    counts = np.bincount(ids.ravel(), minlength=len(weight)).astype(float)
    values: Values = {
        "vectors": weight[ids],
        "grad": np.repeat(counts[:, None], weight.shape[1], axis=1),
        "params": weight.size,
    }
    lengths = np.linalg.norm(weight, axis=1)
    if len(weight) > 1 and lengths[0] > 0 and lengths[1] > 0:
        values["cosine"] = float(weight[0] / lengths[0] @ (weight[1] / lengths[1]))
    used = int((counts > 0).sum())
    insight = Text(
        f"查了 {ids.size} 次，只有 {used}/{len(weight)} 行有梯度，重复的编号会累加",
        f"{ids.size} look-ups: only {used} of {len(weight)} rows get a gradient; repeats add up",
    )
    rows, columns = weight.shape
    formula = rf"\mathrm{{onehot}}(ids)\,W=W[ids],\quad W\in\mathbb{{R}}^{{{rows}\times{columns}}}"
    return Result(values, insight, _tables(weight, counts, lengths), formula)


def run_cost(vocab: int, dim: int) -> Result:
    """Parameters, and one token's cost as a product and as a look-up."""
    values = {"params": vocab * dim, "one_hot_macs": vocab * dim, "lookup_copies": dim}
    insight = Text(
        f"one-hot 乘矩阵要 {short(vocab * dim)} 次乘加，查表只复制 {dim:,} 个数",
        f"The one-hot product takes {short(vocab * dim)} MACs, the look-up copies {dim:,} numbers",
    )
    costs = (
        (Text("one-hot 乘法", "one-hot product"), vocab * dim),
        (Text("查表", "look-up"), dim),
    )
    chart = cost_bars(
        Text("每个词的代价", "Cost of one token"), Text("操作数", "operations"), costs
    )
    return Result(values, insight, (chart,), rf"{vocab}\cdot{dim}={vocab * dim}")


def _tables(weight: np.ndarray, counts: np.ndarray, lengths: np.ndarray) -> tuple[Heatmap, ...]:
    """The table with the used rows outlined, and the cosines of its rows."""
    shown = weight[:DRAWN, :DRAWN]
    marks = tuple((int(row), 0, "main") for row in np.flatnonzero(counts[:DRAWN]))
    dimension, row = Text("维度", "dimension"), Text("编号", "id")
    table = Heatmap(
        Text("嵌入表(框出被查的行)", "The table, rows in use outlined"),
        dimension,
        row,
        shown.round(3).tolist(),
        "diverging",
        shown.size <= 60,
        marks,
    )
    unit = weight[:DRAWN] / np.where(lengths > 0, lengths, 1)[:DRAWN, None]
    title = Text("行之间的余弦", "Cosines of the rows")
    return table, Heatmap(title, row, row, (unit @ unit.T).round(3).tolist(), "diverging")


def build(seed: int, vocab: int, dim: int) -> dict[str, Any]:
    """A random table."""
    rng = np.random.default_rng(seed)
    return {"weight": rng.normal(0, 1, (vocab, dim)).round(3).tolist()}


CONTROLS = (
    SEED,
    Int("vocab", Text("词表", "vocabulary"), 6, 4, 1000, slider=(4, 24)),
    Int("dim", Text("维度", "dimension"), 4, 1, 256, slider=(1, 16)),
)
TABLE = (
    Array("weight", Text("嵌入表", "table"), build(0, 6, 4)["weight"], 2, -1e6, 1e6),
    Array("ids", Text("编号", "ids"), [1, 3, 1], (1, 2), 0, 1e9, whole=True),
)
COST = (
    Int("vocab", Text("词表", "vocabulary"), 30_522, 1, 10**9, slider=(100, 200_000)),
    Int("dim", Text("维度", "dimension"), 768, 1, 10**6, slider=(8, 4096)),
)
DEMO = Demo(
    title=Text("嵌入层", "Embedding"),
    topics=("embedding-layer", "one-hot", "word2vec"),
    group="sequence",
    modes=(
        Mode(run, TABLE, Text("查表", "look-up"), CONTROLS, build),
        Mode(run_cost, COST, Text("代价", "cost")),
    ),
    source="Bengio et al., A neural probabilistic language model, JMLR 2003",
    asks=(Text("嵌入层和全连接层什么关系？", "How does an embedding relate to a dense layer?"),),
    presets=(
        Preset(Text("BERT 词表", "BERT's vocabulary"), {"vocab": 30_522, "dim": 768}, "BERT"),
    ),
    examples=(Example({"vocab": 30_522, "dim": 768}, {"params": 23_440_896}, "BERT-base"),),
)
