"""How PyTorch reads one flat storage as many tensors: strides, views and copies.

Element ``index`` is found at ``offset + Σ index · stride``, strides counted in elements. The tensor
starts as a contiguous arange; ``ops`` are applied in order:

    ["transpose", a, b]  ["permute", …]  ["slice", dim, start, stop, step]  ["unsqueeze", dim]
    ["view", …]  ["reshape", …]  ["expand", …]  ["contiguous"]

``ok`` is false when PyTorch would refuse the view; reshape then copies instead.

Source: PyTorch documentation, torch.Tensor.view.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Heatmap
from bot.demos._fields import Values
from bot.demos._params import Array, Nested, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.strides import View, arange
from bot.numerics.tensor_ops import OPERATIONS
from bot.text import Text

MOST, MOST_AXES, DRAWN = 100_000, 64, 64


def run(shape: np.ndarray, ops: list[Any], index: np.ndarray | None) -> Result:
    """Shape, strides and storage after the operations, and where one element stands."""
    _check(shape, ops)
    start = arange(tuple(shape.tolist()))
    view = start
    for op in ops:
        after = _apply(view, op)
        if after is None:
            return _refused(view, str(op[0]))
        view = after
    values: Values = {
        "ok": True,
        "shape": list(view.shape),
        "stride": list(view.stride),
        "offset": view.offset,
        "contiguous": view.contiguous,
        "shares_storage": view.storage is start.storage,
        "numel": view.numel,
    }
    if view.numel or index is not None:
        chosen = [0] * len(view.shape) if index is None else index.tolist()
        position = view.at(_index(view, chosen))
        values |= {"element": view.storage[position], "flat_index": position}
    terms = "+".join(rf"i_{k}\cdot{s}" for k, s in enumerate(view.stride)) or "0"
    insight = _insight(view, view.storage is start.storage)
    return Result(values, insight, (_memory(view),), rf"{view.offset}+{terms}")


def _check(shape: np.ndarray, ops: Any) -> None:
    if len(shape) > MOST_AXES:
        raise refuse(f"至多 {MOST_AXES} 个维度", f"at most {MOST_AXES} axes")
    if not isinstance(ops, list):
        raise refuse("ops 应是一列操作", "ops must be a list of operations")
    if math.prod(shape.tolist()) > MOST:
        raise refuse(f"至多 {MOST} 个元素", f"at most {MOST} elements")


def _insight(view: View, shares_storage: bool) -> Text:
    strides = list(view.stride)
    order = (
        Text("连续", "contiguous")
        if view.contiguous
        else Text("不连续，view 可能失败", "not contiguous")
    )
    place = (
        Text("共享原存储", "on the same storage")
        if shares_storage
        else Text("已复制到新存储", "copied to a new storage")
    )
    return Text(
        f"步长 {strides}，{order.zh}，{place.zh}", f"Strides {strides}: {order.en}, {place.en}"
    )


def _refused(view: View, name: str) -> Result:
    insight = Text(
        f"步长 {list(view.stride)} 无法不复制地改形，PyTorch 的 {name} 会报错，应改用 reshape",
        f"Strides {list(view.stride)} cannot take that shape without a copy: {name} fails in "
        "PyTorch, use reshape",
    )
    return Result({"ok": False}, insight, (_memory(view),), "")


def _apply(view: View, op: Any) -> View | None:
    wrong = refuse(
        f"操作 {op} 与当前形状不符", f"the operation {op} does not fit the current shape"
    )
    if not isinstance(op, list) or not op or op[0] not in list(OPERATIONS):
        raise wrong
    rest = op[1] if len(op) == 2 and isinstance(op[1], list) else op[1:]
    if not all(isinstance(a, float) and a == int(a) for a in rest):
        raise wrong
    try:
        after = OPERATIONS[op[0]](view, [int(a) for a in rest])
    except (ValueError, IndexError):
        raise wrong from None
    if after is not None and (after.numel > MOST or len(after.shape) > MOST_AXES):
        raise refuse(f"至多 {MOST} 个元素", f"at most {MOST} elements")
    return after


def _index(view: View, index: list[int]) -> tuple[int, ...]:
    sizes = view.shape
    if len(index) != len(sizes) or any(not -n <= i < n for i, n in zip(index, sizes, strict=True)):
        raise refuse(
            f"下标 {index} 不在形状 {list(sizes)} 内", f"no element {index} in {list(sizes)}"
        )
    return tuple(i % n for i, n in zip(index, sizes, strict=True))


def _memory(view: View) -> Heatmap:
    """The storage as a strip: the number says when the view reads that place."""
    order: dict[int, int] = {}
    for turn, position in enumerate(view.positions()):
        order.setdefault(position, turn)
    cells = [order.get(position) for position in range(min(len(view.storage), DRAWN))]
    title = Text("内存条：数字是读取次序，空格不读", "Memory: numbers tell the order of reading")
    row = Text("存储", "storage")
    return Heatmap(title, Text("存储位置", "position in the storage"), row, [cells])


PARAMS = (
    Array("shape", Text("形状", "shape"), [2, 3, 4], low=0, high=MOST, whole=True),
    Nested("ops", Text("操作", "operations"), [["transpose", 0, 1]], tuple(OPERATIONS)),
    Array(
        "index",
        Text("下标(默认首个)", "index (first)"),
        None,
        low=-MOST,
        high=MOST,
        whole=True,
        optional=True,
        may_be_empty=True,
    ),
)

DEMO = Demo(
    title=Text("PyTorch 张量：存储·步长·view", "PyTorch tensor: storage, stride, view"),
    topics=(
        "tensor-stride",
        "tensor-view",
        "tensor-contiguous",
        "view-vs-reshape",
        "tensor-storage",
    ),
    group="training",
    modes=(Mode(run, PARAMS),),
    source="PyTorch documentation, torch.Tensor.view",
    asks=(Text("view 和 reshape 有什么区别？", "What is the difference of view and reshape?"),),
    presets=(
        Preset(
            Text("转置后 view 失败", "view after transpose"),
            {"shape": [2, 3], "ops": [["transpose", 0, 1], ["view", 6]]},
            "PyTorch documentation, torch.Tensor.view",
        ),
    ),
)
