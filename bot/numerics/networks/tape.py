"""A record of the layers of a network, with the parameters and multiplications of each.

A builder writes its layers on a :class:`Tape`, which follows channels and side length (inputs are
square). Counted are parameters, with the scale and shift of batch normalisation but not its
running statistics (Keras counts those too), and MACs of convolutions, dense layers and attention
products; papers often print MACs as "FLOPs". Normalisation, activations and pooling cost none.
"""

from dataclasses import dataclass

from bot.numerics.convolution import output_size


class SizeError(ValueError):
    """The input resolution does not fit the network; the message says where."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its window, its result, and its cost.

    kind:  conv, pool, dense, attention or norm
    size:  side length of the output; 1 for vectors
    side:  it stands on a branch beside the trunk, such as a projection shortcut
    """

    kind: str
    kernel: int
    stride: int
    padding: int
    channels: int
    size: int
    params: int
    macs: int
    side: bool = False


class Tape:
    """The layers so far, and the shape ``(channels, size, size)`` that the next one receives.

    >>> tape = Tape(3, 224)
    >>> tape.conv(64, kernel=7, stride=2)
    >>> tape.channels, tape.size, tape.layers[0].params
    (64, 112, 9536)
    """

    def __init__(self, channels: int, size: int) -> None:
        self.channels = channels
        self.size = size
        self.layers: list[Layer] = []

    def conv(
        self,
        channels: int,
        kernel: int = 3,
        stride: int = 1,
        padding: int | None = None,
        groups: int = 1,
        bias: bool = False,
        norm: bool = True,
        side: bool = False,
    ) -> None:
        """A convolution, "same" unless ``padding`` is given, with batch norm when ``norm``."""
        padding = kernel // 2 if padding is None else padding
        weights = kernel**2 * (self.channels // groups) * channels
        self._move(kernel, stride, padding)
        params = weights + channels * (int(bias) + 2 * int(norm))
        self.channels = channels
        self._add("conv", kernel, stride, padding, params, weights * self.size**2, side)

    def deconv(self, channels: int, kernel: int) -> None:
        """A transposed convolution with bias whose stride is its kernel: no overlap."""
        weights = kernel**2 * self.channels * channels
        macs = weights * self.size**2
        self.channels, self.size = channels, self.size * kernel
        self._add("deconv", kernel, kernel, 0, weights + channels, macs)

    def pool(self, kernel: int, stride: int, padding: int = 0, ceil: bool = False) -> None:
        """A pooling window; ``ceil`` keeps a last window that hangs over the edge."""
        extra = -(self.size + 2 * padding - kernel) % stride if ceil else 0
        self._move(kernel, stride, padding, extra)
        self._add("pool", kernel, stride, padding, 0, 0)

    def pool_to(self, size: int) -> None:
        """Adaptive pooling to ``size`` x ``size``, which any input size survives."""
        self.size = size
        self._add("adaptive", 1, 1, 0, 0, 0)

    def dense(self, outputs: int, inputs: int | None = None, times: int = 1) -> None:
        """A dense layer with bias on the flattened map, or on each of ``times`` vectors."""
        inputs = self.channels * self.size**2 if inputs is None else inputs
        self.channels, self.size = outputs, 1
        self._add("dense", 1, 1, 0, (inputs + 1) * outputs, inputs * outputs * times)

    def squeeze(self, middle: int) -> None:
        """Squeeze-and-excitation beside the trunk: two 1x1 convolutions of the pooled vector."""
        weights = 2 * self.channels * middle
        params = weights + middle + self.channels
        self._add("conv", 1, 1, 0, params, weights, side=True)

    def free(self, kind: str, params: int, macs: int = 0) -> None:
        """Parameters or products that belong to no window, such as a position embedding."""
        self._add(kind, 1, 1, 0, params, macs, side=True)

    def shape(self) -> tuple[int, int]:
        """Where the tape stands, to come back to with :meth:`back`."""
        return self.channels, self.size

    def back(self, shape: tuple[int, int]) -> None:
        """Continue from an earlier shape: a second branch, or the joined result."""
        self.channels, self.size = shape

    def _move(self, kernel: int, stride: int, padding: int, extra: int = 0) -> None:
        size = output_size(self.size + extra, kernel, stride, padding)
        if size < 1:
            raise SizeError(f"{self.size} < {kernel}")
        self.size = size

    def _add(
        self,
        kind: str,
        kernel: int,
        stride: int,
        padding: int,
        params: int,
        macs: int,
        side: bool = False,
    ) -> None:
        layer = Layer(kind, kernel, stride, padding, self.channels, self.size, params, macs, side)
        self.layers.append(layer)
