"""Vision transformers and re-parameterised networks.

Sources: Dosovitskiy et al. 2021; Ding et al. 2021, whose blocks have three branches while training
and are one 3x3 convolution when deployed.
"""

from bot.numerics.networks.tape import SizeError, Tape


def vit(size: int, patch: int, dim: int, depth: int, mlp: int, classes: int = 1000) -> Tape:
    """A vision transformer with a class token; its parameters grow with the resolution."""
    if size % patch:
        raise SizeError(f"{size} % {patch}")
    tape = Tape(3, size)
    tape.conv(dim, patch, patch, 0, bias=True, norm=False)
    tokens = tape.size**2 + 1
    tape.free("embedding", dim + tokens * dim)
    for _ in range(depth):
        tape.free("norm", 2 * dim)
        tape.dense(3 * dim, dim, tokens)
        tape.free("attention", 0, 2 * tokens**2 * dim)
        tape.dense(dim, dim, tokens)
        tape.free("norm", 2 * dim)
        tape.dense(mlp, dim, tokens)
        tape.dense(dim, mlp, tokens)
    tape.free("norm", 2 * dim)
    tape.dense(classes, dim)
    return tape


def repvgg(
    size: int, depths: tuple[int, ...], widths: tuple[int, ...], deployed: bool = True
) -> Tape:
    """RepVGG with one stem block and four stages."""
    tape = Tape(3, size)
    _rep_block(tape, min(64, widths[0]), 2, deployed)
    for depth, width in zip(depths, widths, strict=True):
        for i in range(depth):
            _rep_block(tape, width, 1 if i else 2, deployed)
    tape.pool_to(1)
    tape.dense(1000)
    return tape


def _rep_block(tape: Tape, width: int, stride: int, deployed: bool) -> None:
    if deployed:
        tape.conv(width, 3, stride, bias=True, norm=False)
        return
    entry = tape.shape()
    tape.conv(width, 1, stride, side=True)
    tape.back(entry)
    tape.conv(width, 3, stride)
    if stride == 1 and entry[0] == width:
        tape.free("norm", 2 * width)
