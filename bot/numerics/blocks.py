"""Weights, multiply-accumulates and output of the building blocks of light networks.

A block is a list of convolutions; counting them is all there is to it. Batch normalisation is not
counted. Sources: Iandola et al., SqueezeNet, 2016; Zhang et al., ShuffleNet, 2018; Ma et al.,
ShuffleNet V2, 2018; Mehta et al., ESPNet, 2018; Sandler et al., MobileNetV2, 2018.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conv:
    """A convolution of kernel (kh, kw) that writes ``c_out`` maps of ``pixels`` pixels each."""

    name: str
    c_in: int
    c_out: int
    kernel: tuple[int, int]
    pixels: int
    groups: int = 1
    bias: bool = False

    @property
    def weights(self) -> int:
        """Number of weights without bias."""
        return self.c_out * (self.c_in // self.groups) * self.kernel[0] * self.kernel[1]

    @property
    def params(self) -> int:
        """Number of weights and biases."""
        return self.weights + (self.c_out if self.bias else 0)

    @property
    def macs(self) -> int:
        """Multiply-accumulates, bias not counted."""
        return self.weights * self.pixels


def totals(convs: Sequence[Conv]) -> tuple[int, int]:
    """Parameters and MACs of a block.

    >>> totals(fire(96, squeeze=16, expand1=64, expand3=64, h=55, w=55))[0]
    11920
    """
    return sum(c.params for c in convs), sum(c.macs for c in convs)


def halved(size: int, stride: int) -> int:
    """Side after a padded odd kernel of that stride."""
    return -(-size // stride)


def fire(c_in: int, squeeze: int, expand1: int, expand3: int, h: int, w: int) -> list[Conv]:
    """SqueezeNet's fire module: a 1×1 squeeze, then 1×1 and 3×3 side by side, all with bias."""
    return [
        Conv("squeeze 1×1", c_in, squeeze, (1, 1), h * w, bias=True),
        Conv("expand 1×1", squeeze, expand1, (1, 1), h * w, bias=True),
        Conv("expand 3×3", squeeze, expand3, (3, 3), h * w, bias=True),
    ]


def shuffle_v1(
    c_in: int, c_out: int, groups: int, stride: int, h: int, w: int, first_groups: int
) -> list[Conv]:
    """ShuffleNet unit: grouped 1×1 to a quarter, depthwise 3×3, grouped 1×1.

    With stride 2 the pooled input is concatenated, so the branch makes c_out − c_in channels. The
    first unit of the network has ``first_groups`` 1, the others ``groups``.
    """
    middle, after = c_out // 4, halved(h, stride) * halved(w, stride)
    branch = c_out - c_in if stride == 2 else c_out
    return [
        Conv("first group 1×1", c_in, middle, (1, 1), h * w, first_groups),
        Conv("depthwise 3×3", middle, middle, (3, 3), after, middle),
        Conv("last group 1×1", middle, branch, (1, 1), after, groups),
    ]


def shuffle_v2(c_in: int, c_out: int, stride: int, h: int, w: int) -> list[Conv]:
    """ShuffleNet V2 unit: half of the channels pass by; with stride 2 both halves convolve."""
    half, after = c_out // 2, halved(h, stride) * halved(w, stride)
    entry = c_in if stride == 2 else half
    right = [
        Conv("first 1×1", entry, half, (1, 1), h * w),
        Conv("depthwise 3×3", half, half, (3, 3), after, half),
        Conv("last 1×1", half, half, (1, 1), after),
    ]
    if stride == 1:
        return right
    left = [
        Conv("left depthwise 3×3", c_in, c_in, (3, 3), after, c_in),
        Conv("left 1×1", c_in, half, (1, 1), after),
    ]
    return left + right


def stacked(c_in: int, c_out: int, kernels: Sequence[tuple[int, int]], pixels: int) -> list[Conv]:
    """Convolutions one after the other, size kept, the first from c_in and the rest from c_out."""
    return [
        Conv(f"{i + 1}: {kh}×{kw}", c_out if i else c_in, c_out, (kh, kw), pixels)
        for i, (kh, kw) in enumerate(kernels)
    ]


def esp(c_in: int, c_out: int, branches: int, h: int, w: int) -> list[Conv]:
    """ESP module: 1×1 down to c_out/K, then K dilated 3×3 with rates 1, 2, 4 …, concatenated.

    When K does not divide c_out the first branch takes the rest, as in the authors' code.
    """
    width = c_out // branches
    first = c_out - (branches - 1) * width
    return [
        Conv("1×1", c_in, width, (1, 1), h * w),
        *(
            Conv(f"3×3 d={2**i}", width, width if i else first, (3, 3), h * w)
            for i in range(branches)
        ),
    ]


def inverted_residual(
    c_in: int, hidden: int, c_out: int, k: int, stride: int, h: int, w: int, expands: bool
) -> list[Conv]:
    """MobileNetV2 block: 1×1 up (absent when nothing is expanded), depthwise, linear 1×1 down."""
    after = halved(h, stride) * halved(w, stride)
    expand = [Conv("expand 1×1", c_in, hidden, (1, 1), h * w)] if expands else []
    return [
        *expand,
        Conv(f"depthwise {k}×{k}", hidden, hidden, (k, k), after, hidden),
        Conv("project 1×1", hidden, c_out, (1, 1), after),
    ]
