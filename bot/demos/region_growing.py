"""Region growing from a seed: neighbours join while they are similar enough.

    |I(p) − I(seed)| ≤ tolerance            criterion "seed", independent of the order of visits
    |I(p) − mean of the region| ≤ tolerance  criterion "running_mean", breadth first

Source: Adams and Bischof, "Seeded Region Growing", 1994.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Heatmap, Steps
from bot.demos._fields import COLUMN, ROW, SEED, Values, grey_image, picture
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._pictures import scene, with_noise
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.regions import grow
from bot.text import Text

FRAMES, MOST_DRAWN = 40, 32


def run(
    x: np.ndarray, seed: np.ndarray, tolerance: float, connectivity: int, criterion: str
) -> Result:
    """The region that grows from ``seed`` = [row, column]."""
    if len(seed) != 2 or not (0 <= seed[0] < x.shape[0] and 0 <= seed[1] < x.shape[1]):
        raise refuse(
            f"种子应在 {x.shape[0]}×{x.shape[1]} 的图内",
            f"the seed must lie in {x.shape[0]}×{x.shape[1]}",
        )
    start = int(seed[0]), int(seed[1])
    wave = grow(x, start, tolerance, connectivity, criterion == "running_mean")
    inside = wave >= 0
    values: Values = {
        "mask": inside.astype(int),
        "size": int(inside.sum()),
        "waves": int(wave.max()),
        "region_mean": float(x[inside].mean()),
    }
    charts = (_growth(x, wave), _waves(wave), picture(Text("图像", "Image"), x))
    formula = rf"|I(p)-{x[start]:g}|\le {tolerance:g}" if criterion == "seed" else ""
    return Result(values, _insight(values, x, start, connectivity, criterion), charts, formula)


def _insight(
    values: Values, x: np.ndarray, start: tuple[int, int], connectivity: int, criterion: str
) -> Text:
    reference = (
        Text("种子", "the seed") if criterion == "seed" else Text("动态均值", "the running mean")
    )
    size, share = values["size"], values["size"] / x.size
    return Text(
        f"与{reference.zh}比较、{connectivity} 连通：从 {start} 长出 {size} 个像素({share:.0%})；"
        "换成另一种比较或 8 连通会得到不同的区域",
        f"Compared with {reference.en} and {connectivity}-connected, {size} pixels ({share:.0%}) "
        f"grow from {start}; the other criterion or 8-connectivity may leak further",
    )


def _waves(wave: np.ndarray) -> Chart:
    shown = [[None if v < 0 else v for v in row] for row in wave[:MOST_DRAWN, :MOST_DRAWN].tolist()]
    title = Text("第几轮长到(空白 = 不属于)", "Wave that reached it (empty = never)")
    return Heatmap(title, COLUMN, ROW, shown, numbers=len(shown) <= 12)


def _growth(x: np.ndarray, wave: np.ndarray) -> Chart:
    """The front after each wave, on the image."""
    shown, front = x[:MOST_DRAWN, :MOST_DRAWN], wave[:MOST_DRAWN, :MOST_DRAWN]
    stride = max(1, -(-int(wave.max() + 1) // FRAMES))
    frames = []
    for last in range(0, int(wave.max()) + 1, stride):
        marks = tuple(
            (int(i), int(j), "main" if front[i, j] == last else "good")
            for i, j in np.argwhere((front >= 0) & (front <= last))
        )
        caption = Text(f"第 {last} 轮", f"wave {last}")
        image = Heatmap(caption, COLUMN, ROW, shown.tolist(), "gray", len(shown) <= 12, marks)
        frames.append((caption, (image,)))
    return Steps(Text("从种子向外生长", "Growing from the seed"), tuple(frames))


def build(noise_seed: int, noise: float, row: int, column: int) -> dict[str, Any]:
    """A small noisy scene and a seed on it."""
    x = with_noise(scene(16), "gaussian", noise, noise_seed)
    return {"x": x.tolist(), "seed": [row, column]}


PLATEAUS = [[10 + i % 3] * 4 + [100 + i] * 4 for i in range(8)]
PARAMS = (
    grey_image("x", PLATEAUS),
    Array("seed", Text("种子 [行, 列]", "seed [row, column]"), (0, 0), whole=True),
    Float("tolerance", Text("容差", "tolerance"), 10, 0, 1e6, slider=(0, 128), step=1),
    Int("connectivity", Text("连通性", "connectivity"), 4, 4, 8, among=(4, 8)),
    Choice("criterion", Text("与谁比较", "compared with"), "seed", ("seed", "running_mean")),
)
CONTROLS = (
    Int("noise_seed", SEED.label, 0, 0, 2**31 - 1, slider=(0, 20)),
    Float("noise", Text("噪声量", "noise"), 0.05, 0, 1, slider=(0, 0.5)),
    Int("row", Text("种子行", "seed row"), 2, 0, 15),
    Int("column", Text("种子列", "seed column"), 2, 0, 15),
)

DEMO = Demo(
    title=Text("区域生长", "Region growing"),
    topics=(
        "region-growing",
        "seed-point",
        "connected-components",
        "classical-segmentation",
        "segmentation-algorithms",
    ),
    group="classical",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Adams and Bischof, Seeded Region Growing, 1994",
    asks=(
        Text("区域生长受哪些因素影响？", "What does region growing depend on?"),
        Text("区域生长和阈值分割有何区别？", "How does region growing differ from thresholding?"),
    ),
    presets=(Preset(Text("与动态均值比较", "running mean"), {"criterion": "running_mean"}),),
)
