"""Networks made to be small or fast: MobileNet, ShuffleNet, SqueezeNet, EfficientNet.

Sources: Howard et al. 2017 and 2019; Sandler et al. 2018; Zhang et al. 2017; Ma et al. 2018;
Iandola et al. 2016; Tan and Le 2019. Layers are as the authors' or torchvision's code builds them.
"""

import math

from bot.numerics.networks.tape import Tape


def make_divisible(value: float, divisor: int = 8) -> int:
    """The nearest multiple of ``divisor``, but never more than 10% below ``value``.

    >>> make_divisible(32 * 1.4), make_divisible(11)
    (48, 16)
    """
    rounded = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


def mobilenet_v1(size: int, width: float = 1.0) -> Tape:
    """Thirteen depthwise separable convolutions; channels are scaled and cut to whole numbers."""
    tape = Tape(3, size)
    tape.conv(int(32 * width), 3, 2)
    plan = (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5
    for channels, stride in (*plan, (1024, 2), (1024, 1)):
        tape.conv(tape.channels, 3, stride, groups=tape.channels)
        tape.conv(int(channels * width), 1)
    return _classify(tape)


def mobilenet_v2(size: int, width: float = 1.0) -> Tape:
    """Inverted residuals with linear bottlenecks; the head is never narrower than 1280."""
    tape = Tape(3, size)
    tape.conv(make_divisible(32 * width), 3, 2)
    plan = (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2)
    for expand, channels, repeats, stride in (*plan, (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
        for i in range(repeats):
            hidden = expand * tape.channels
            _inverted(tape, 3, hidden, make_divisible(channels * width), 1 if i else stride)
    tape.conv(make_divisible(1280 * max(1.0, width)), 1)
    return _classify(tape)


_LARGE = (
    (3, 16, 16, 0, 1), (3, 64, 24, 0, 2), (3, 72, 24, 0, 1), (5, 72, 40, 1, 2), (5, 120, 40, 1, 1),
    (5, 120, 40, 1, 1), (3, 240, 80, 0, 2), (3, 200, 80, 0, 1), (3, 184, 80, 0, 1),
    (3, 184, 80, 0, 1), (3, 480, 112, 1, 1), (3, 672, 112, 1, 1), (5, 672, 160, 1, 2),
    (5, 960, 160, 1, 1), (5, 960, 160, 1, 1),
)  # fmt: skip
_SMALL = (
    (3, 16, 16, 1, 2), (3, 72, 24, 0, 2), (3, 88, 24, 0, 1), (5, 96, 40, 1, 2), (5, 240, 40, 1, 1),
    (5, 240, 40, 1, 1), (5, 120, 48, 1, 1), (5, 144, 48, 1, 1), (5, 288, 96, 1, 2),
    (5, 576, 96, 1, 1), (5, 576, 96, 1, 1),
)  # fmt: skip


def mobilenet_v3_large(size: int) -> Tape:
    """MobileNetV3-Large: rows of kernel, hidden, output, squeeze, stride (table 1)."""
    return _mobilenet_v3(size, _LARGE, 960, 1280)


def mobilenet_v3_small(size: int) -> Tape:
    """MobileNetV3-Small (table 2)."""
    return _mobilenet_v3(size, _SMALL, 576, 1024)


def _mobilenet_v3(size: int, rows: tuple[tuple[int, ...], ...], last: int, head: int) -> Tape:
    tape = Tape(3, size)
    tape.conv(16, 3, 2)
    for kernel, hidden, channels, squeeze, stride in rows:
        middle = make_divisible(hidden // 4) if squeeze else 0
        _inverted(tape, kernel, hidden, channels, stride, middle)
    tape.conv(last, 1)
    tape.pool_to(1)
    tape.dense(head)
    tape.dense(1000)
    return tape


def _inverted(
    tape: Tape, kernel: int, hidden: int, channels: int, stride: int, squeeze: int = 0
) -> None:
    """Widen by 1x1 (unless already that wide), filter per channel, squeeze, narrow by 1x1."""
    if hidden != tape.channels:
        tape.conv(hidden, 1)
    tape.conv(hidden, kernel, stride, groups=hidden)
    if squeeze:
        tape.squeeze(squeeze)
    tape.conv(channels, 1)


EFFICIENT_ROWS = (
    (1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4), (6, 3, 1, 320, 1),
)  # fmt: skip


def efficientnet(size: int, width: float, depth: float) -> Tape:
    """EfficientNet: rows of expansion, kernel, stride, channels, repeats, scaled as published."""
    tape = Tape(3, size)
    tape.conv(make_divisible(32 * width), 3, 2)
    for expand, kernel, stride, channels, repeats in EFFICIENT_ROWS:
        for i in range(math.ceil(repeats * depth)):
            wide, middle = expand * tape.channels, max(1, tape.channels // 4)
            out = make_divisible(channels * width)
            _inverted(tape, kernel, wide, out, 1 if i else stride, middle)
    tape.conv(4 * tape.channels, 1)
    return _classify(tape)


def shufflenet_v1(size: int) -> Tape:
    """ShuffleNet 1x with 3 groups; the very first 1x1 is not grouped."""
    tape = _shuffle_stem(size)
    for stage, (channels, repeats) in enumerate(((240, 4), (480, 8), (960, 4))):
        for i in range(repeats):
            fresh = channels - tape.channels if i == 0 else channels
            tape.conv(channels // 4, 1, groups=1 if stage == i == 0 else 3)
            tape.conv(channels // 4, 3, 1 if i else 2, groups=channels // 4)
            tape.conv(fresh, 1, groups=3)
            tape.back((channels, tape.size))
    return _classify(tape)


def shufflenet_v2(size: int) -> Tape:
    """ShuffleNetV2 1x: half of the channels pass by, except where the stride is 2."""
    tape = _shuffle_stem(size)
    for channels, repeats in ((116, 4), (232, 8), (464, 4)):
        half = channels // 2
        entry = tape.shape()
        tape.conv(entry[0], 3, 2, groups=entry[0], side=True)
        tape.conv(half, 1, side=True)
        tape.back(entry)
        for i in range(repeats):
            tape.conv(half, 1)
            tape.conv(half, 3, 1 if i else 2, groups=half)
            tape.conv(half, 1)
        tape.back((channels, tape.size))
    tape.conv(1024, 1)
    return _classify(tape)


def _shuffle_stem(size: int) -> Tape:
    tape = Tape(3, size)
    tape.conv(24, 3, 2)
    tape.pool(3, 2, 1)
    return tape


def squeezenet1_0(size: int) -> Tape:
    """SqueezeNet 1.0: a 7x7 stem, pooling after fire 4 and 8."""
    return _squeezenet(size, 96, 7, (3, 7))


def squeezenet1_1(size: int) -> Tape:
    """SqueezeNet 1.1: a 3x3 stem, pooling earlier, 2.4 times fewer products."""
    return _squeezenet(size, 64, 3, (2, 4))


def _squeezenet(size: int, stem: int, kernel: int, pools: tuple[int, int]) -> Tape:
    """``pools`` are the numbers of fire modules after which to pool."""
    tape = Tape(3, size)
    tape.conv(stem, kernel, 2, 0, bias=True, norm=False)
    tape.pool(3, 2, ceil=True)
    for number, squeeze in enumerate((16, 16, 32, 32, 48, 48, 64, 64), start=1):
        fire(tape, squeeze, 4 * squeeze, 4 * squeeze)
        if number in pools:
            tape.pool(3, 2, ceil=True)
    tape.conv(1000, 1, bias=True, norm=False)
    tape.pool_to(1)
    return tape


def fire(tape: Tape, squeeze: int, expand1: int, expand3: int) -> None:
    """A fire module: squeeze by 1x1, then 1x1 and 3x3 side by side, all with bias."""
    tape.conv(squeeze, 1, bias=True, norm=False)
    entry = tape.shape()
    tape.conv(expand1, 1, bias=True, norm=False, side=True)
    tape.back(entry)
    tape.conv(expand3, 3, bias=True, norm=False)
    tape.back((expand1 + expand3, tape.size))


def _classify(tape: Tape) -> Tape:
    tape.pool_to(1)
    tape.dense(1000)
    return tape
