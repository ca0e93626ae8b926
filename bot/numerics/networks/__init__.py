"""Published networks as lists of layers, from which sizes, costs and receptive fields follow.

``NETWORKS`` maps a name to its builder and the resolution it was published for.
"""

from collections.abc import Callable
from functools import partial

from bot.numerics.networks import classic, light, modern
from bot.numerics.networks.tape import Layer, SizeError, Tape

__all__ = ["NETWORKS", "TRUNKS", "Layer", "SizeError", "layers_of", "trunk"]

_A0 = ((2, 4, 14, 1), (48, 96, 192, 1280))
_B0 = ((4, 6, 16, 1), (64, 128, 256, 1280))
EFFICIENT = {
    "b0": (1.0, 1.0, 224), "b1": (1.0, 1.1, 240), "b2": (1.1, 1.2, 260), "b3": (1.2, 1.4, 300),
    "b4": (1.4, 1.8, 380), "b5": (1.6, 2.2, 456), "b6": (1.8, 2.6, 528), "b7": (2.0, 3.1, 600),
}  # fmt: skip

NETWORKS: dict[str, tuple[Callable[..., Tape], int]] = {
    "alexnet": (classic.alexnet, 224),
    "alexnet_2012": (classic.alexnet_2012, 227),
    "vgg16": (classic.vgg16, 224),
    "resnet18": (classic.resnet18, 224),
    "resnet50": (classic.resnet50_v15, 224),
    "resnet50_v1": (classic.resnet50_v1, 224),
    "resnet101": (classic.resnet101, 224),
    "resnext50_32x4d": (classic.resnext50, 224),
    "mobilenet_v1": (light.mobilenet_v1, 224),
    "mobilenet_v2": (light.mobilenet_v2, 224),
    "mobilenet_v3_large": (light.mobilenet_v3_large, 224),
    "mobilenet_v3_small": (light.mobilenet_v3_small, 224),
    "shufflenet_v1_g3": (light.shufflenet_v1, 224),
    "shufflenet_v2": (light.shufflenet_v2, 224),
    "squeezenet1_0": (light.squeezenet1_0, 224),
    "squeezenet1_1": (light.squeezenet1_1, 224),
    **{
        f"efficientnet_{name}": (partial(light.efficientnet, width=width, depth=depth), size)
        for name, (width, depth, size) in EFFICIENT.items()
    },
    "xception": (classic.xception, 299),
    "vit_b_16": (partial(modern.vit, patch=16, dim=768, depth=12, mlp=3072), 224),
    "vit_b_32": (partial(modern.vit, patch=32, dim=768, depth=12, mlp=3072), 224),
    "vit_l_16": (partial(modern.vit, patch=16, dim=1024, depth=24, mlp=4096), 224),
    "repvgg_a0": (partial(modern.repvgg, depths=_A0[0], widths=_A0[1]), 224),
    "repvgg_a0_train": (
        partial(modern.repvgg, depths=_A0[0], widths=_A0[1], deployed=False),
        224,
    ),
    "repvgg_b0": (partial(modern.repvgg, depths=_B0[0], widths=_B0[1]), 224),
    "unet": (classic.unet, 572),
    "tiny_yolo_v2": (classic.tiny_yolo_v2, 416),
    "tiny_yolo_v3": (classic.tiny_yolo_v3, 416),
}

_TRUNKS = {
    "vgg16": classic.vgg16,
    "alexnet": classic.alexnet,
    "resnet50_v1": classic.resnet50_v1,
    "resnet50_v15": classic.resnet50_v15,
    "mobilenet_v1": light.mobilenet_v1,
}
TRUNKS = tuple(_TRUNKS)


def layers_of(network: str, size: int, width: float | None = None) -> list[Layer]:
    """The layers at an input of ``size`` x ``size``; ``width`` for those that can be widened.

    Raises SizeError when the input does not fit.

    >>> sum(layer.params for layer in layers_of("vgg16", 224))
    138357544
    """
    build, _ = NETWORKS[network]
    return (build(size) if width is None else build(size, width)).layers


def trunk(network: str) -> list[Layer]:
    """The windows from the image to the last one before global pooling or dense layers."""
    layers = _TRUNKS[network](224).layers
    return [layer for layer in layers if layer.kind in ("conv", "pool") and not layer.side]
