"""Sinusoidal positional encoding, and resizing a learnt grid of positions.

    PE[p, 2i] = sin(p ω_i),   PE[p, 2i+1] = cos(p ω_i),   ω_i = base^(−2i/d)

Each pair turns like a clock hand, so PE(p)·PE(p + k) = Σ cos(k ω_i) depends on the offset alone. A
vision transformer's learnt grid [H][W] or [C][H][W] is resized bicubically (a = −0.75, half-pixel
centres); its class token is left out.

Source: Vaswani et al., 2017, section 3.5; Dosovitskiy et al., ViT, 2021, section 3.2.
"""

import numpy as np

from bot.demos._charts import Heatmap, Lines
from bot.demos._curves import over_steps
from bot.demos._fields import picture, selector
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.resampling import resize
from bot.text import Text

DRAWN = 64


def run(n: int, d: int, base: float) -> Result:
    """The table of n positions and the dot product of positions k apart."""
    if d % 2:
        raise refuse(
            "d 应为偶数，sin 与 cos 成对", "d must be even: sines and cosines come in pairs"
        )
    if n * d > 1_000_000:
        raise refuse("表太大", "the table is too large")
    omega = base ** (-np.arange(0, d, 2) / d)
    angles = np.outer(np.arange(n), omega)
    pe = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(n, d)
    dots = np.cos(angles).sum(axis=1)
    shortest, longest = 2 * np.pi / omega[0], 2 * np.pi / omega[-1]
    insight = Text(
        f"点积只与相对位置有关，相距 0 时最大，为 {dots[0]:g}；"
        f"波长从 {shortest:.3g} 到 {longest:.3g}",
        f"The dot product depends on the offset alone and is largest, {dots[0]:g}, at 0; "
        f"wavelengths go from {shortest:.3g} to {longest:.3g}",
    )
    axes = Text("维度", "dimension"), Text("位置", "position")
    shown = pe[:DRAWN, :DRAWN].round(4).tolist()
    table = Heatmap(Text("编码", "Encoding"), *axes, shown, "diverging", numbers=False)
    line = over_steps(Text("点积", "dot product"), dots)
    title = Text("点积与相对位置", "Dot product against the offset")
    curve = Lines(title, Text("相对位置 k", "offset k"), Text("点积", "dot product"), (line,))
    formula = rf"PE_p\cdot PE_{{p+k}}=\sum_{{i=0}}^{{{d // 2 - 1}}}\cos(k/{base:g}^{{2i/{d}}})"
    return Result({"pe": pe, "dot_by_offset": dots}, insight, (table, curve), formula)


def run_resize(op: str, pos: np.ndarray, out_h: int, out_w: int) -> Result:
    """A learnt grid of position embeddings at another resolution."""
    if pos.size // (pos.shape[-1] * pos.shape[-2]) * out_h * out_w > 200_000:
        raise refuse("结果太大", "the result is too large")
    resized = resize(pos, out_h, out_w, "bicubic")
    insight = Text(
        f"位置网格 {pos.shape[-2]}×{pos.shape[-1]} 双三次插值到 {out_h}×{out_w}；分类 token 不参与",
        f"The grid of {pos.shape[-2]}×{pos.shape[-1]} is resized bicubically to {out_h}×{out_w}; "
        "the class token is not",
    )
    grids = (pos, resized)
    titles = Text("原网格", "learnt grid"), Text("新网格", "resized grid")
    charts = tuple(
        picture(title, grid.reshape(-1, *grid.shape[-2:])[0], "diverging")
        for title, grid in zip(titles, grids, strict=True)
    )
    formula = rf"{pos.shape[-2]}\times{pos.shape[-1]}\to{out_h}\times{out_w}"
    return Result({"pos_out": resized}, insight, charts, formula)


GRID = np.add.outer(np.arange(4) * 0.5, np.sin(np.arange(4))).round(3).tolist()
PARAMS = (
    Int("n", Text("位置数", "positions"), 50, 1, 10_000, slider=(2, 200)),
    Int("d", Text("维度", "width"), 64, 2, 4096, slider=(2, 256)),
    Float("base", Text("底数", "base"), 10_000, 1, 1e9, (10, 100_000), 10, above=True),
)
RESIZE = (
    selector("op", "resize"),
    Array("pos", Text("位置网格", "grid of positions"), GRID, (2, 3), -1e6, 1e6),
    Int("out_h", Text("新高度", "new height"), 6, 1, 512, slider=(1, 32), unit="patch"),
    Int("out_w", Text("新宽度", "new width"), 6, 1, 512, slider=(1, 32), unit="patch"),
)
DEMO = Demo(
    title=Text("位置编码", "Positional encoding"),
    topics=("positional-encoding", "transformer", "vision-transformer", "bicubic-interpolation"),
    group="attention",
    modes=(
        Mode(run, PARAMS, Text("正弦编码", "sinusoids")),
        Mode(run_resize, RESIZE, Text("调整网格", "resize")),
    ),
    source="Vaswani et al., 2017, section 3.5; Dosovitskiy et al., 2021",
    asks=(
        Text("为什么 Transformer 需要位置编码？", "Why does a transformer need positions?"),
        Text("ViT 换分辨率时位置编码怎么办？", "What about positions when a ViT's input grows?"),
    ),
    presets=(Preset(Text("512 维", "width 512"), {"d": 512}, "Vaswani 2017"),),
    examples=(
        Example({"n": 2, "d": 2}, {"pe": [[0.0, 1.0], [0.8414709848, 0.5403023059]]}, "sin 1"),
    ),
)
