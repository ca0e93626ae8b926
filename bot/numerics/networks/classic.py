"""The networks of the textbooks: AlexNet, VGG, ResNet, ResNeXt, Xception, U-Net, tiny YOLO.

Sources: Krizhevsky et al. 2012 (two groups) and its one-tower form of torchvision; Simonyan and
Zisserman 2014; He et al. 2015, where v1 strides on the first 1x1 and v1.5 on the 3x3; Xie et al.
2017; Chollet 2017; Ronneberger et al. 2015; Redmon and Farhadi 2016 and 2018 (darknet cfg files).
"""

from bot.numerics.networks.tape import SizeError, Tape


def alexnet(size: int) -> Tape:
    """AlexNet in one tower (Krizhevsky 2014), as in torchvision: 61,100,840 parameters."""
    return _alexnet(size, (64, 192, 384, 256, 256), padding=2, towers=False)


def alexnet_2012(size: int) -> Tape:
    """AlexNet of the paper, two groups in conv 2, 4 and 5, meant for 227 pixels."""
    return _alexnet(size, (96, 256, 384, 384, 256), padding=0, towers=True)


def _alexnet(size: int, widths: tuple[int, ...], padding: int, towers: bool) -> Tape:
    tape = Tape(3, size)
    tape.conv(widths[0], 11, 4, padding, bias=True, norm=False)
    tape.pool(3, 2)
    tape.conv(widths[1], 5, groups=1 + towers, bias=True, norm=False)
    tape.pool(3, 2)
    for width, groups in zip(widths[2:], (1, 1 + towers, 1 + towers), strict=True):
        tape.conv(width, 3, groups=groups, bias=True, norm=False)
    tape.pool(3, 2)
    tape.pool_to(6)
    return _head(tape, 4096, 4096, 1000)


def vgg16(size: int) -> Tape:
    """VGG configuration D: thirteen 3x3 convolutions and three dense layers."""
    tape = Tape(3, size)
    for width, repeats in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(repeats):
            tape.conv(width, bias=True, norm=False)
        tape.pool(2, 2)
    tape.pool_to(7)
    return _head(tape, 4096, 4096, 1000)


def resnet18(size: int) -> Tape:
    """ResNet of two-convolution blocks, 2 per stage."""
    tape = _resnet_stem(size)
    for stage, width in enumerate((64, 128, 256, 512)):
        for block in range(2):
            stride = 2 if stage and not block else 1
            entry = tape.shape()
            tape.conv(width, 3, stride)
            tape.conv(width, 3)
            _project(tape, entry, width, stride, needed=bool(stage) and not block)
    return _classify(tape)


def resnet50_v15(size: int) -> Tape:
    """ResNet-50 as in torchvision: the stride stands on the 3x3."""
    return _bottlenecks(size, (3, 4, 6, 3), late=True)


def resnet50_v1(size: int) -> Tape:
    """ResNet-50 of the paper: the stride stands on the first 1x1."""
    return _bottlenecks(size, (3, 4, 6, 3), late=False)


def resnet101(size: int) -> Tape:
    """ResNet-101 as in torchvision."""
    return _bottlenecks(size, (3, 4, 23, 3), late=True)


def resnext50(size: int) -> Tape:
    """ResNeXt-50 with 32 groups of width 4."""
    return _bottlenecks(size, (3, 4, 6, 3), late=True, groups=32, widening=2)


def _bottlenecks(
    size: int, depths: tuple[int, ...], late: bool, groups: int = 1, widening: int = 1
) -> Tape:
    tape = _resnet_stem(size)
    for stage, depth in enumerate(depths):
        base = 64 * 2**stage
        for block in range(depth):
            stride = 2 if stage and not block else 1
            entry = tape.shape()
            tape.conv(base * widening, 1, 1 if late else stride)
            tape.conv(base * widening, 3, stride if late else 1, groups=groups)
            tape.conv(4 * base, 1)
            _project(tape, entry, 4 * base, stride, needed=not block)
    return _classify(tape)


def _resnet_stem(size: int) -> Tape:
    tape = Tape(3, size)
    tape.conv(64, 7, 2)
    tape.pool(3, 2, 1)
    return tape


def _project(tape: Tape, entry: tuple[int, int], width: int, stride: int, needed: bool) -> None:
    """The 1x1 on the shortcut, ``needed`` where shapes change, then the joined shape again."""
    joined = tape.shape()
    if needed:
        tape.back(entry)
        tape.conv(width, 1, stride, side=True)
    tape.back(joined)


def _classify(tape: Tape) -> Tape:
    tape.pool_to(1)
    return _head(tape, 1000)


def _head(tape: Tape, *widths: int) -> Tape:
    for width in widths:
        tape.dense(width)
    return tape


def xception(size: int) -> Tape:
    """Xception, meant for 299 pixels; one batch norm per separable convolution."""
    tape = Tape(3, size)
    tape.conv(32, 3, 2, 0)
    tape.conv(64, 3, 1, 0)
    for width in (128, 256, 728):
        _xception_block(tape, (width, width), stride=2)
    for _ in range(8):
        _xception_block(tape, (728, 728, 728), stride=1)
    _xception_block(tape, (728, 1024), stride=2)
    _separable(tape, 1536)
    _separable(tape, 2048)
    return _classify(tape)


def _xception_block(tape: Tape, widths: tuple[int, ...], stride: int) -> None:
    entry = tape.shape()
    for width in widths:
        _separable(tape, width)
    if stride > 1:
        tape.pool(3, stride, 1)
    _project(tape, entry, widths[-1], stride, needed=stride > 1)


def _separable(tape: Tape, width: int) -> None:
    tape.conv(tape.channels, 3, groups=tape.channels, norm=False)
    tape.conv(width, 1)


def unet(size: int) -> Tape:
    """U-Net with unpadded convolutions and two classes: 572 in, 388 out."""
    tape = Tape(1, size)
    for width in (64, 128, 256, 512):
        _unpadded_pair(tape, width)
        if tape.size % 2:
            raise SizeError(f"{tape.size} % 2")
        tape.pool(2, 2)
    _unpadded_pair(tape, 1024)
    for width in (512, 256, 128, 64):
        tape.deconv(width, 2)
        tape.back((2 * width, tape.size))
        _unpadded_pair(tape, width)
    tape.conv(2, 1, bias=True, norm=False)
    return tape


def _unpadded_pair(tape: Tape, width: int) -> None:
    for _ in range(2):
        tape.conv(width, 3, padding=0, bias=True, norm=False)


def tiny_yolo_v2(size: int) -> Tape:
    """Tiny YOLOv2 for the 20 classes of VOC, meant for 416 pixels."""
    tape = _tiny_darknet(size)
    tape.conv(1024)
    tape.conv(125, 1, bias=True, norm=False)
    return tape


def tiny_yolo_v3(size: int) -> Tape:
    """Tiny YOLOv3 for the 80 classes of COCO: outputs at strides 32 and 16."""
    if size % 32:
        raise SizeError(f"{size} % 32")
    tape = _tiny_darknet(size)
    tape.conv(256, 1)
    branch = tape.shape()
    tape.conv(512)
    tape.conv(255, 1, bias=True, norm=False)
    tape.back(branch)
    tape.conv(128, 1)
    tape.back((128 + 256, 2 * tape.size))
    tape.conv(256)
    tape.conv(255, 1, bias=True, norm=False)
    return tape


def _tiny_darknet(size: int) -> Tape:
    tape = Tape(3, size)
    for width in (16, 32, 64, 128, 256):
        tape.conv(width)
        tape.pool(2, 2)
    tape.conv(512)
    tape.conv(1024)
    return tape
