"""How the greys of a picture are spread: histogram and cumulative histogram, before and after."""

import numpy as np

from bot.demos._charts import Bars, Lines
from bot.demos._curves import over_steps
from bot.numerics.pixels import cumulative
from bot.text import Text

GREYS = 16
SIDES = Text("处理前", "before"), Text("处理后", "after")


def tones(before: np.ndarray, after: np.ndarray) -> tuple[Bars, Lines]:
    """The charts of two 8-bit pictures of the same size."""
    names = tuple(Text(str(low), str(low)) for low in range(0, 256, GREYS))
    counts = tuple(
        tuple(np.bincount(m.ravel() // GREYS, minlength=len(names)).tolist())
        for m in (before, after)
    )
    axes = Text(f"灰度(每 {GREYS} 级)", f"grey, by {GREYS}"), Text("像素个数", "pixels")
    bars = Bars(Text("直方图", "Histogram"), *axes, names, counts, SIDES)
    lines = (
        over_steps(SIDES[0], cumulative(before) / before.size, "muted"),
        over_steps(SIDES[1], cumulative(after) / after.size),
    )
    title = Text("累计分布(就是映射)", "Cumulative histogram (the mapping)")
    return bars, Lines(title, Text("灰度", "grey"), Text("比例", "share"), lines, step=True)
