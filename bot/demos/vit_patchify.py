"""Vision transformer: cutting an image into patches, and what the sequence costs.

    n = (image / patch)²,   sequence n + 1 with the class token,   patch_dim = channels · patch²

Parameters: patch embedding, class token and positions, per layer 4d² + 2·d·mlp weights with biases
and two LayerNorms, final LayerNorm and head. MACs: all of these products plus Q·Kᵀ and A·V, which
are ``attention_macs`` = 2 · depth · (n+1)² · dim. Patches are flattened channel first, as unfold
does; the paper flattens (p, p, C), which only permutes the columns of the embedding.

Source: Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Lines, Series, Steps
from bot.demos._fields import MACS, SEED, Values, channels, picture, short, side
from bot.demos._params import Array, Int, refuse
from bot.demos._pictures import scene
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.demos._steppers import first_map
from bot.numerics.patches import encoder_weights, patch_sequence, vit_params
from bot.text import Text

PATCHES = (4, 8, 14, 16, 28, 32, 56)
FRAMES = 36


def run_cost(
    image: int, patch: int, channels: int, dim: int, depth: int, mlp_dim: int, classes: int
) -> Result:
    """Sequence, parameters and MACs of a vision transformer."""
    if image % patch:
        raise refuse(
            f"图像 {image} 不能被 {patch} 整除", f"the image {image} does not divide by {patch}"
        )
    count, patch_dim = (image // patch) ** 2, channels * patch * patch
    layer = encoder_weights(dim, mlp_dim)
    attention = 2 * depth * (count + 1) ** 2 * dim
    macs = count * patch_dim * dim + depth * (count + 1) * layer + attention + dim * classes
    params = vit_params(count + 1, patch_dim, dim, depth, mlp_dim, classes)
    values: Values = {"num_patches": count, "seq_len": count + 1, "patch_dim": patch_dim}
    values |= {"params": params, "macs": macs, "attention_macs": attention}
    insight = Text(
        f"{count} 个 patch + 1 个 cls,{short(params)} 参数、{short(macs)} MACs；"
        f"patch 减半，序列约 ×4，注意力约 ×16(现占 {attention / macs:.1%})",
        f"{count} patches + cls, {short(params)} parameters, {short(macs)} MACs; half the patch "
        f"makes the sequence 4× and attention 16× (now {attention / macs:.1%})",
    )
    formula = rf"n=\left(\frac{{{image}}}{{{patch}}}\right)^2={count},\quad n+1={count + 1}"
    return Result(values, insight, (_curve(image, dim, depth, layer),), formula)


def _curve(image: int, dim: int, depth: int, layer: int) -> Chart:
    """Cost of the layers and of attention against the patch size, fractions of patches allowed."""
    lengths = [(image / patch) ** 2 + 1 for patch in PATCHES]
    dense = [depth * n * layer for n in lengths]
    quadratic = [2 * depth * n * n * dim for n in lengths]
    series = (
        Series(Text("线性层", "linear layers"), PATCHES, dense, points=True),
        Series(
            Text("注意力 QKᵀ 与 AV", "attention QKᵀ and AV"), PATCHES, quadratic, "bad", points=True
        ),
    )
    title, axis = (
        Text("计算量随 patch 边长", "Cost against patch size"),
        Text("patch(像素)", "patch (pixels)"),
    )
    return Lines(title, axis, MACS, series, log_y=True)


def run_patches(x: np.ndarray, patch: int) -> Result:
    """The patches of an image (C, H, W) in reading order, channel first: (n, C·p²)."""
    height, width = x.shape[-2:]
    if height % patch or width % patch:
        raise refuse(f"图像不能被 {patch} 整除", f"{height}×{width} does not divide by {patch}")
    images = x.reshape(-1, *x.shape[-3:]) if x.ndim > 2 else x[None, None]
    sequences = np.stack([patch_sequence(image, patch) for image in images])
    count, length = sequences.shape[1:]
    insight = Text(
        f"{height}×{width} 的图切成 {count} 个 patch，每个展平成 {length} 维向量",
        f"{height}×{width} becomes {count} patches, each a vector of {length} numbers",
    )
    values: Values = {"patches": sequences if x.ndim == 4 else sequences[0], "num_patches": count}
    plane = first_map(x)
    charts = _sequence(plane, patch), picture(Text("图像(通道 0)", "Image (channel 0)"), plane)
    return Result(values, insight, charts, rf"\frac{{{height}\cdot{width}}}{{{patch}^2}}={count}")


def _sequence(plane: np.ndarray, patch: int) -> Chart:
    """One frame per patch."""
    blocks = list(np.ndindex(plane.shape[0] // patch, plane.shape[1] // patch))[:FRAMES]
    captions = [
        Text(f"第 {n} 个，块 {block}", f"patch {n}: block {block}")
        for n, block in enumerate(blocks)
    ]
    cuts = [plane[i * patch : (i + 1) * patch, j * patch : (j + 1) * patch] for i, j in blocks]
    frames = tuple((text, (picture(text, cut),)) for text, cut in zip(captions, cuts, strict=True))
    return Steps(Text("图像变成序列", "An image becomes a sequence"), frames)


def build(seed: int, patch: int) -> dict[str, Any]:
    """A small scene with one channel and a little noise."""
    noise = np.random.default_rng(seed).integers(-9, 10, (24, 24))
    return {"x": (scene() + noise)[None].tolist(), "patch": patch}


PATCH = Int("patch", Text("patch 边长", "patch size"), 16, 1, 1024, (4, 32), "px", cues=("patch",))
COST = (
    side("image", "图像边长", "image size", 224, (32, 512)),
    PATCH,
    channels("channels", "通道", "channels", 3, (1, 4)),
    channels("dim", "宽度 d", "width d", 768, (64, 1280)),
    Int("depth", Text("层数", "layers"), 12, 1, 1000, slider=(1, 32)),
    channels("mlp_dim", "MLP 宽度", "MLP width", 3072, (256, 5120)),
    channels("classes", "类别数", "classes", 1000, (10, 1000)),
)
SMALL = np.arange(32).reshape(2, 4, 4).tolist()
CUT = (
    Array("x", Text("图像 [C][H][W]", "image [C][H][W]"), SMALL, ndim=(2, 3, 4)),
    Int("patch", PATCH.label, 2, 1, 1024, slider=(1, 8), unit="px"),
)
CONTROLS = (SEED, Int("patch", PATCH.label, 8, 4, 12, unit="px", among=(4, 6, 8, 12)))

DEMO = Demo(
    title=Text("ViT：图像分块与计算量", "ViT: patches and cost"),
    topics=("vision-transformer", "patch-embedding", "self-attention", "computational-cost"),
    group="attention",
    modes=(
        Mode(run_cost, COST, Text("序列与计算量", "sequence and cost")),
        Mode(run_patches, CUT, Text("切块", "patches"), CONTROLS, build),
    ),
    source="Dosovitskiy et al., ICLR 2021",
    asks=(Text("ViT 怎样把图像变成序列？", "How does ViT turn an image into a sequence?"),),
    presets=(
        Preset(Text("ViT-B/32", "ViT-B/32"), {"patch": 32}, "Dosovitskiy et al., 2021, table 1"),
        Preset(
            Text("ViT-L/16", "ViT-L/16"),
            {"dim": 1024, "depth": 24, "mlp_dim": 4096},
            "Dosovitskiy et al., 2021, table 1",
        ),
    ),
    examples=tuple(
        Example(inputs, {"params": params}, f"torchvision {name}")
        for inputs, params, name in (
            ({"image": 224, "patch": 16}, 86_567_656, "vit_b_16"),
            ({"patch": 32}, 88_224_232, "vit_b_32"),
            ({"dim": 1024, "depth": 24, "mlp_dim": 4096}, 304_326_632, "vit_l_16"),
        )
    ),
)
