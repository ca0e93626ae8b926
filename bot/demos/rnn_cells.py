"""Recurrent cells: gates over time and how far back the gradient reaches.

    RNN   h' = tanh(a)                          LSTM  c' = f⊙c + i⊙g,  h' = o⊙tanh(c')
    GRU   h' = (1 − z)⊙n + z⊙h

``grad_norm[t]`` is ‖d Σ h_T / d x_t‖: what the last state still owes to the input of step t. The
LSTM's cell state is a sum, so its gradient is multiplied by f alone from step to step. Gates are
stacked as in PyTorch (i f g o; r z n), with two bias vectors.

Sources: Hochreiter and Schmidhuber 1997; Cho et al. 2014.
"""

from dataclasses import astuple
from typing import Any

import numpy as np

from bot.demos._charts import Heatmap, Lines
from bot.demos._curves import curve, over_steps, positive
from bot.demos._fields import SEED
from bot.demos._params import Array, Choice, Float, Int, Param, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.recurrent import GATES, Weights, input_gradients, run_cell
from bot.text import Text

FORMULAS = {
    "lstm": r"c_t=f\odot c_{t-1}+i\odot g,\quad h_t=o\odot\tanh c_t",
    "gru": r"h_t=(1-z)\odot n+z\odot h_{t-1}",
    "rnn": r"h_t=\tanh(W_{ih}x_t+W_{hh}h_{t-1}+b)",
}
UNITS, MOST_UNITS, MOST_STEPS = 3, 128, 1000


def run(
    cell: str,
    x: np.ndarray,
    w_ih: np.ndarray | None,
    w_hh: np.ndarray | None,
    b_ih: np.ndarray | None,
    b_hh: np.ndarray | None,
) -> Result:
    """All hidden states, the last cell state and the gradient norm by time.

    Weights that are not given are those of :func:`build` for this kind of cell.
    """
    own = build(cell, 0, 1, UNITS, 1.0)
    given = (("w_ih", w_ih), ("w_hh", w_hh), ("b_ih", b_ih), ("b_hh", b_hh))
    weights = Weights(*(np.array(own[name]) if a is None else a for name, a in given))
    _check(cell, x, weights)
    steps = run_cell(cell, x, weights)
    norms = np.linalg.norm(input_gradients(steps), axis=1)
    h = np.array([step.h for step in steps])
    values = {"h": h, "grad_norm": norms, "params": sum(a.size for a in astuple(weights))}
    if cell == "lstm":
        values["c_final"] = steps[-1].c
    ratio = f"{norms[0]:.3g} / {norms[-1]:.3g}"
    insight = Text(
        f"{len(x)} 步后最早与最晚输入的梯度是 {ratio}；LSTM 的细胞状态走加法，梯度不易消失",
        f"Over {len(x)} steps the first and last input get gradients {ratio}; an LSTM's cell "
        "state is a sum, so the gradient survives",
    )
    gates = np.array([step.gates.mean(axis=1) for step in steps]).T
    return Result(values, insight, (_reach(norms), _gates(cell, gates), _states(h)), FORMULAS[cell])


def _check(cell: str, x: np.ndarray, w: Weights) -> None:
    gates, hidden = len(GATES[cell]), w.w_hh.shape[1]
    if hidden > MOST_UNITS or len(x) > MOST_STEPS:
        raise refuse(
            f"至多 {MOST_UNITS} 个单元、{MOST_STEPS} 步",
            f"at most {MOST_UNITS} units and {MOST_STEPS} steps",
        )
    rows = gates * hidden
    if w.w_hh.shape[0] != rows or w.w_ih.shape != (rows, x.shape[1]):
        raise refuse(
            f"{cell} 的权重应有 {gates}×隐藏数 行，列数与输入、隐藏数一致",
            f"the weights of a {cell} need {gates} × hidden rows and fitting columns",
        )
    if not len(w.b_ih) == len(w.b_hh) == rows:
        raise refuse(f"偏置应有 {rows} 个数", f"each bias needs {rows} numbers")


def _reach(norms: np.ndarray) -> Lines:
    back = np.arange(len(norms))[::-1]
    line = curve(Text("梯度范数", "gradient norm"), back, positive(norms), points=True)
    title = Text("梯度与距离", "Gradient against distance")
    axes = Text("距最后一步的步数", "steps back from the end"), Text("梯度范数", "gradient norm")
    return Lines(title, *axes, (line,), log_y=True)


def _gates(cell: str, gates: np.ndarray) -> Lines:
    roles = ("main", "second", "third", "fourth")
    lines = tuple(
        over_steps(Text(name, name), values, role)
        for name, values, role in zip(GATES[cell], gates, roles, strict=False)
    )
    title = Text("各门的平均值", "Mean of each gate")
    return Lines(title, Text("步 t", "step t"), Text("门的值", "gate value"), lines)


def _states(h: np.ndarray) -> Heatmap:
    title, axis = Text("隐藏状态", "Hidden states"), Text("步 t", "step t")
    shown = h.T.round(3)[:40, :60]
    return Heatmap(title, axis, Text("单元", "unit"), shown.tolist(), "diverging", shown.size <= 60)


def build(cell: str, seed: int, n: int, hidden: int, gain: float) -> dict[str, Any]:
    """A random sequence of two features and weights of spread ``gain`` / √hidden."""
    rng, rows = np.random.default_rng(seed), len(GATES[cell]) * hidden
    spread = gain / hidden**0.5
    shapes = {"w_ih": (rows, 2), "w_hh": (rows, hidden), "b_ih": (rows,), "b_hh": (rows,)}
    arrays = {name: spread * rng.standard_normal(shape) for name, shape in shapes.items()}
    arrays["x"] = rng.standard_normal((n, 2))
    return {"cell": cell} | {name: array.round(4).tolist() for name, array in arrays.items()}


CELL = Choice("cell", Text("单元", "cell"), "lstm", tuple(FORMULAS))
CONTROLS = (
    CELL,
    SEED,
    Int("n", Text("步数", "steps"), 10, 1, 200, slider=(2, 50)),
    Int("hidden", Text("隐藏单元", "hidden units"), UNITS, 1, 32, slider=(1, 16)),
    Float("gain", Text("权重尺度", "weight scale"), 1, 0, 10, (0.1, 3)),
)
PARAMS: tuple[Param, ...] = (
    CELL,
    Array("x", Text("x", "x"), build("lstm", 0, 10, UNITS, 1.0)["x"], 2, -1e6, 1e6),
    *(
        Array(name, Text(name, name), None, axes, -1e6, 1e6, optional=True)
        for name, axes in (("w_ih", 2), ("w_hh", 2), ("b_ih", 1), ("b_hh", 1))
    ),
)

DEMO = Demo(
    title=Text("RNN / LSTM / GRU 门与梯度", "RNN, LSTM, GRU: gates and memory"),
    topics=("recurrent-neural-network", "lstm", "gru", "gradient-vanishing", "temporal-modeling"),
    group="sequence",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Hochreiter and Schmidhuber 1997; Cho et al. 2014; PyTorch",
    asks=(Text("LSTM 怎么缓解梯度消失？", "How does an LSTM ease vanishing gradients?"),),
    presets=(
        Preset(Text("GRU", "GRU"), {"cell": "gru"}, "Cho et al., EMNLP 2014"),
        Preset(Text("普通 RNN", "plain RNN"), {"cell": "rnn"}),
    ),
)
