"""Small objects: cut a large image into tiles instead of shrinking it whole.

    step = round(tile (1 − overlap)),   n = ⌈(L − tile)/step⌉ + 1   per axis, at least 1

The last tile is pushed back inside the image. An object of p pixels enters the network with
p · input / max(W, H) pixels when the image is shrunk and p · input / tile when it is tiled; divided
by the stride that is its size in grid cells, and below one cell it can hardly be found.

Source: Akyon et al., SAHI, 2022.
"""

from bot.demos._charts import Bars, Boxes, Chart, Rectangle
from bot.demos._fields import Values, side
from bot.demos._params import Float, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.text import Text

MOST_TILES, MOST_DRAWN = 1_000_000, 200


def run(
    image_w: int,
    image_h: int,
    tile: int,
    overlap: float,
    object_px: float,
    model_input: int,
    stride: int,
) -> Result:
    """Tiles of the image, and the object's size with and without tiling."""
    step = round(tile * (1 - overlap))
    if step < 1:
        raise refuse("重叠太大，步长不足 1 像素", "the overlap leaves a step below one pixel")
    x_starts, y_starts = (starts(length, tile, step) for length in (image_w, image_h))
    if len(x_starts) * len(y_starts) > MOST_TILES:
        raise refuse(f"超过 {MOST_TILES:,} 块", f"more than {MOST_TILES:,} tiles")
    full, tiled = object_px * model_input / max(image_w, image_h), object_px * model_input / tile
    values: Values = {
        "tiles_x": len(x_starts),
        "tiles_y": len(y_starts),
        "n_tiles": len(x_starts) * len(y_starts),
        "x_starts": x_starts,
        "y_starts": y_starts,
        "object_px_full": full,
        "object_px_tiled": tiled,
        "cells_full": full / stride,
        "cells_tiled": tiled / stride,
    }
    charts = _tiles(image_w, image_h, tile, values), _bars(values)
    ratio = rf"\frac{{{object_px:g}\cdot {model_input}}}{{{tile}\cdot {stride}}}"
    return Result(values, _insight(values), charts, f"{ratio}={tiled / stride:.3g}")


def starts(length: int, tile: int, step: int) -> list[int]:
    """Where the tiles begin along one axis.

    >>> starts(1000, 640, 512)
    [0, 360]
    """
    count = max(-(-(length - tile) // step) + 1, 1)
    return [min(i * step, max(length - tile, 0)) for i in range(count)]


def _insight(values: Values) -> Text:
    full, tiled, count = values["cells_full"], values["cells_tiled"], values["n_tiles"]
    return Text(
        f"整图缩放后目标只有 {full:.2f} 个格子，切图后 {tiled:.2f} 个，代价是 {count} 次推理",
        f"Shrunk whole the object is {full:.2f} cells wide, tiled {tiled:.2f}, at {count} runs; "
        "below one cell it is as good as gone",
    )


def _tiles(width: int, height: int, tile: int, values: Values) -> Chart:
    corners = [(x, y) for y in values["y_starts"] for x in values["x_starts"]][:MOST_DRAWN]
    rectangles = (
        Rectangle((0, 0, width, height), f"{width}×{height}", "muted", filled=True),
        *(Rectangle((x, y, x + tile, y + tile), "", "main") for x, y in corners),
    )
    title = Text("切块", "Tiles")
    return Boxes(title, Text("x(像素)", "x (pixels)"), Text("y(像素)", "y (pixels)"), rectangles)


def _bars(values: Values) -> Chart:
    return Bars(
        Text("目标在网络里有几个格子", "Size of the object in cells"),
        Text("做法", "approach"),
        Text("格子", "cells"),
        (Text("整图缩放", "shrunk whole"), Text("切图", "tiled"), Text("一个格子", "one cell")),
        ((values["cells_full"], values["cells_tiled"], 1),),
    )


OVERLAP = Text("重叠比例", "overlap")
OBJECT = Text("目标边长", "object size")
PARAMS = (
    Int("image_w", Text("图宽", "image width"), 4000, 1, 200_000, (640, 8000), "px"),
    Int("image_h", Text("图高", "image height"), 3000, 1, 200_000, (480, 8000), "px"),
    side("tile", "切块边长", "tile", 640, (256, 2048)),
    Float("overlap", OVERLAP, 0.2, 0, 0.99, slider=(0, 0.5), step=0.05),
    Float("object_px", OBJECT, 16, 0, 200_000, (4, 200), 1, "px", above=True),
    side("model_input", "网络输入边长", "network input", 640, (320, 1280)),
    Int("stride", Text("步长", "stride"), 8, 1, 1024, (4, 32), "px", cues=("步长", "stride")),
)

DEMO = Demo(
    title=Text("小目标：切图与分辨率", "Small objects: tiling and resolution"),
    topics=("small-object", "image-tiling"),
    group="detection",
    modes=(Mode(run, PARAMS),),
    source="Akyon et al., Slicing Aided Hyper Inference, 2022",
    asks=(
        Text("小目标检测有哪些办法？", "How can small objects be detected?"),
        Text("小目标切图推理后为什么还要 NMS？", "Why is NMS needed after tiled inference?"),
    ),
    presets=(
        Preset(Text("4K 航拍", "4K aerial photo"), {"image_w": 3840, "image_h": 2160}),
        Preset(Text("不切", "one tile"), {"image_w": 640, "image_h": 640, "tile": 640}),
    ),
)
