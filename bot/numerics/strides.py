"""Tensors as views of one flat storage: shape, strides (in elements) and offset.

A view operation rewrites these three and copies nothing; ``as_view`` tells whether a new shape can
be had that way. The rules are PyTorch's.

Source: PyTorch documentation, torch.Tensor.view, "contiguity condition".
"""

import math
from dataclasses import dataclass, replace
from itertools import product

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Element ``index`` stands at ``offset + Σ index · stride`` in ``storage``."""

    storage: tuple[int, ...]
    shape: Shape
    stride: Shape
    offset: int = 0

    @property
    def numel(self) -> int:
        """The number of elements it reads, repeats included."""
        return math.prod(self.shape)

    @property
    def contiguous(self) -> bool:
        """Whether the elements stand in order without gaps; axes of size 1 do not matter."""
        expected = 1
        for size, stride in zip(reversed(self.shape), reversed(self.stride), strict=True):
            if size != 1 and stride != expected and self.numel:
                return False
            expected *= size
        return True

    def at(self, index: Shape) -> int:
        """The position in the storage of an element."""
        return self.offset + sum(i * s for i, s in zip(index, self.stride, strict=True))

    def positions(self) -> list[int]:
        """The positions of all elements in the order they are read."""
        return [self.at(index) for index in product(*(range(size) for size in self.shape))]


def row_major(shape: Shape) -> Shape:
    """Strides of a contiguous tensor.

    >>> row_major((2, 3, 4))
    (12, 4, 1)
    """
    return tuple(math.prod([max(size, 1) for size in shape[i + 1 :]]) for i in range(len(shape)))


def arange(shape: Shape) -> View:
    """0, 1, 2, … in that shape."""
    return View(tuple(range(math.prod(shape))), shape, row_major(shape))


def copy(view: View) -> View:
    """The same elements in a fresh contiguous storage."""
    storage = tuple(view.storage[position] for position in view.positions())
    return View(storage, view.shape, row_major(view.shape))


def permute(view: View, dims: Shape) -> View:
    """The axes in another order."""
    shape, stride = (tuple(axes[d] for d in dims) for axes in (view.shape, view.stride))
    return replace(view, shape=shape, stride=stride)


def take_slice(view: View, dim: int, start: int, stop: int, step: int) -> View:
    """``start:stop:step`` of one axis, with Python's rules for bounds; step >= 1."""
    chosen = range(view.shape[dim])[start:stop:step]
    shape, stride = list(view.shape), list(view.stride)
    first = chosen.start * stride[dim]
    shape[dim], stride[dim] = len(chosen), stride[dim] * step
    return View(view.storage, tuple(shape), tuple(stride), view.offset + first)


def unsqueeze(view: View, dim: int) -> View:
    """A new axis of size 1 before axis ``dim``."""
    inner = view.shape[dim] * view.stride[dim] if dim < len(view.shape) else 1
    shape = (*view.shape[:dim], 1, *view.shape[dim:])
    return replace(view, shape=shape, stride=(*view.stride[:dim], inner, *view.stride[dim:]))


def expand(view: View, shape: Shape) -> View | None:
    """Axes of size 1 repeated with stride 0, new axes in front; None where sizes clash."""
    new = len(shape) - len(view.shape)
    stride = [0] * new
    for have, want, step in zip(view.shape, shape[new:], view.stride, strict=True):
        if have not in (1, want):
            return None
        stride.append(step if have == want else 0)
    return replace(view, shape=shape, stride=tuple(stride))


def as_view(view: View, shape: Shape) -> View | None:
    """The elements in another shape without copying, or None when that is impossible.

    Neighbouring axes can be merged when the outer stride is the inner size times its stride.

    >>> transposed = permute(arange((2, 3)), (1, 0))
    >>> as_view(transposed, (6,)) is None, as_view(transposed, (3, 2, 1)).stride
    (True, (1, 3, 3))
    """
    if view.numel == 0:
        return view if shape == view.shape else replace(view, shape=shape, stride=row_major(shape))
    strides: list[int] = []  # of the new axes, innermost first
    left = list(shape)
    for size, step in _blocks(view):
        done = 1
        while left and (done < size or left[-1] == 1):
            strides.append(done * step)
            done *= left.pop()
        if done != size:
            return None
    return None if left else replace(view, shape=shape, stride=tuple(reversed(strides)))


def _blocks(view: View) -> list[tuple[int, int]]:
    """Runs of axes that can be merged, innermost first: number of elements, innermost stride.

    An axis of size 1 joins the run inside it, whatever its own stride.
    """
    blocks: list[tuple[int, int]] = []
    count, step = 1, view.stride[-1] if view.stride else 1
    for axis in reversed(range(len(view.shape))):
        count *= view.shape[axis]
        outer = axis - 1
        ends = axis == 0 or (view.shape[outer] != 1 and view.stride[outer] != count * step)
        if ends:
            blocks.append((count, step))
            count, step = 1, view.stride[outer]
    return blocks or [(1, 1)]
