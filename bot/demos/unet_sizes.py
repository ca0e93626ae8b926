"""Sizes in a U-Net: two 3×3 convolutions per level, 2×2 pooling, 2×2 up-convolution.

Without padding each pair of convolutions takes 4 pixels off a side, so the skip of a level is
larger than what comes up and (skip − up)/2 pixels are cropped on every side before joining. A side
that is odd before a pool loses a row, so such an input does not fit: ``valid`` is false.

Source: Ronneberger, Fischer and Brox, "U-Net", MICCAI 2015, figure 1: 572 → 388.
"""

from bot.demos._charts import Chart, Graph, Lines, Series
from bot.demos._fields import Values
from bot.demos._params import Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text


def run(input: int, depth: int, padding: int) -> Result:
    """Every size of the U, or where the input does not fit."""
    skips, bottleneck = _down(input, depth, padding)
    if bottleneck is None:
        return _unfit(input, skips)
    ups, size = [], bottleneck
    for _ in skips:
        ups.append(2 * size)
        size = 2 * size - _loss(padding)
    if size < 1:
        raise _too_small(input, depth)
    values: Values = {
        "valid": True,
        "output": size,
        "bottleneck": bottleneck,
        "skip_sizes": skips,
        "crops": [(skip - up) // 2 for skip, up in zip(reversed(skips), ups, strict=True)],
    }
    charts = _drawing(input, values, ups), _path([input, *skips, bottleneck, *ups, size])
    formula = rf"2\cdot {ups[-1] // 2}-{_loss(padding)}={size}"
    return Result(values, _insight(input, padding, values), charts, formula)


def _unfit(size: int, skips: list[int]) -> Result:
    """The answer for an input with an odd side before a pool."""
    level, odd = len(skips), skips[-1]
    insight = Text(
        f"输入 {size} 不行：第 {level} 层池化前是 {odd}，是奇数，2×2 池化会丢掉一行",
        f"An input of {size} does not fit: {odd} before pool {level} is odd and loses a row",
    )
    values: Values = {"valid": False, "odd_level": level, "odd_size": odd}
    return Result(values, insight, (_path([size, *skips]),))


def _loss(padding: int) -> int:
    """Pixels that a pair of 3×3 convolutions takes off a side."""
    return 4 - 4 * padding


def _down(size: int, depth: int, padding: int) -> tuple[list[int], int | None]:
    """Sizes before each pool and of the bottleneck, which is None once a size is odd."""
    first, skips = size, []
    for _ in range(depth):
        size -= _loss(padding)
        if size < 1:
            raise _too_small(first, depth)
        skips.append(size)
        if size % 2:
            return skips, None
        size //= 2
    size -= _loss(padding)
    if size < 1:
        raise _too_small(first, depth)
    return skips, size


def _too_small(size: int, depth: int) -> Exception:
    return refuse(
        f"输入 {size} 太小，{depth} 层后没有像素了",
        f"an input of {size} is too small: nothing is left after {depth} levels",
    )


def _insight(size: int, padding: int, values: Values) -> Text:
    output, crops = values["output"], ", ".join(str(crop) for crop in values["crops"])
    if padding:
        multiple = 2 ** len(values["crops"])
        return Text(
            f"补边后尺寸不变：{size} → {output}，不用裁剪，但输入必须是 {multiple} 的倍数",
            f"With padding {size} → {output} and nothing is cropped; the input must be a multiple "
            f"of {multiple}",
        )
    return Text(
        f"valid 卷积每两次少 4 像素：{size} → {output}，跳跃连接每边裁 {crops}",
        f"Two valid 3×3 take 4 pixels: {size} → {output}; skips lose {crops} on each side",
    )


def _drawing(size: int, values: Values, ups: list[int]) -> Chart:
    """The U: down on the left, bottleneck at the bottom, up on the right."""
    skips, crops = values["skip_sizes"], values["crops"]
    depth = len(skips)
    nodes = [
        ("in", -1, 0, str(size), "second"),
        ("b", depth, depth, str(values["bottleneck"]), "main"),
    ]
    nodes.append(("out", 2 * depth + 1, 0, str(values["output"]), "good"))
    edges = [("in", "d0", "3×3 ×2", "main"), ("u0", "out", "3×3 ×2", "main")]
    for level, skip in enumerate(skips):
        up, crop = ups[depth - 1 - level], crops[depth - 1 - level]
        nodes.append((f"d{level}", level, level, str(skip), "main"))
        nodes.append((f"u{level}", 2 * depth - level, level, str(up), "third"))
        below = (f"d{level + 1}", f"u{level + 1}") if level + 1 < depth else ("b", "b")
        edges.append((f"d{level}", below[0], "pool", "main"))
        edges.append((below[1], f"u{level}", "up", "third"))
        edges.append((f"d{level}", f"u{level}", f"crop {crop}", "muted"))
    return Graph(
        Text("U 形结构与边长(像素)", "The U with side lengths (pixels)"), tuple(nodes), tuple(edges)
    )


def _path(sizes: list[int]) -> Chart:
    title = Text("沿途的边长(像素)", "Side length along the way (pixels)")
    series = Series(title, range(len(sizes)), sizes, points=True)
    return Lines(title, Text("阶段", "stage"), title, (series,))


PARAMS = (
    Int("input", Text("输入边长", "input size"), 572, 1, 16_384, slider=(100, 1024), unit="px"),
    Int("depth", Text("下采样次数", "levels"), 4, 1, 10, slider=(2, 5)),
    Int("padding", Text("补边", "padding"), 0, 0, 1),
)

DEMO = Demo(
    title=Text("U-Net 尺寸：572→388", "U-Net sizes: 572 → 388"),
    topics=("u-net", "skip-connection", "encoder-decoder", "output-size"),
    group="segmentation",
    modes=(Mode(run, PARAMS),),
    source="Ronneberger, Fischer and Brox, U-Net, MICCAI 2015",
    asks=(Text("U-Net 的输出为什么比输入小？", "Why is U-Net's output smaller than its input?"),),
    presets=(
        Preset(Text("论文", "the paper"), {"input": 572}, "Ronneberger et al., 2015"),
        Preset(Text("补边 512", "padded 512"), {"input": 512, "padding": 1}),
        Preset(Text("不合适的 570", "570 does not fit"), {"input": 570}),
    ),
    examples=(
        Example(
            {"input": 572, "depth": 4, "padding": 0},
            {"output": 388, "bottleneck": 28, "crops": [4, 16, 40, 88], "valid": True},
            source="Ronneberger et al., 2015, figure 1",
        ),
    ),
)
