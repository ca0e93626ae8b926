"""PyTorch's tensor operations by name, on :class:`~bot.numerics.strides.View`.

``OPERATIONS[name](view, arguments)`` is the tensor afterwards, or None when PyTorch would refuse a
view because of the strides. Arguments that fit no tensor raise ValueError or IndexError.
"""

import math
from collections.abc import Callable

from bot.numerics.strides import View, as_view, copy, expand, permute, take_slice, unsqueeze

Arguments = list[int]


def _axis(view: View, dim: int, extra: int = 0) -> int:
    n = len(view.shape) + extra
    if not -n <= dim < n:
        raise IndexError
    return dim % n


def _transpose(view: View, args: Arguments) -> View:
    a, b = (_axis(view, dim) for dim in args)
    order = list(range(len(view.shape)))
    order[a], order[b] = order[b], order[a]
    return permute(view, tuple(order))


def _permute(view: View, args: Arguments) -> View:
    order = [_axis(view, dim) for dim in args]
    if sorted(order) != list(range(len(view.shape))):
        raise ValueError
    return permute(view, tuple(order))


def _slice(view: View, args: Arguments) -> View:
    dim, start, stop, step = args if len(args) == 4 else (*args, 1)
    if step < 1:
        raise ValueError
    return take_slice(view, _axis(view, dim), start, stop, step)


def _unsqueeze(view: View, args: Arguments) -> View:
    (dim,) = args
    return unsqueeze(view, _axis(view, dim, extra=1))


def _sizes(view: View, args: Arguments) -> tuple[int, ...]:
    """The wanted shape with its one −1 worked out."""
    known = math.prod(size for size in args if size != -1)
    if args.count(-1) == 1 and known:
        args = [view.numel // known if size == -1 else size for size in args]
    if min(args, default=0) < 0 or math.prod(args) != view.numel:
        raise ValueError
    return tuple(args)


def _expand(view: View, args: Arguments) -> View:
    new = len(args) - len(view.shape)
    sizes = [view.shape[i - new] if s == -1 and i >= new else s for i, s in enumerate(args)]
    wide = expand(view, tuple(sizes)) if new >= 0 and min(sizes, default=0) >= 0 else None
    if wide is None:
        raise ValueError
    return wide


OPERATIONS: dict[str, Callable[[View, Arguments], View | None]] = {
    "transpose": _transpose,
    "permute": _permute,
    "slice": _slice,
    "unsqueeze": _unsqueeze,
    "view": lambda view, args: as_view(view, _sizes(view, args)),
    "reshape": lambda view, args: (
        as_view(view, _sizes(view, args)) or as_view(copy(view), _sizes(view, args))
    ),
    "expand": _expand,
    "contiguous": lambda view, args: view if view.contiguous else copy(view),
}
