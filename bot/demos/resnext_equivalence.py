"""ResNeXt's three equivalent forms of an aggregated transformation.

    (a) Σ_g E_g ∗ G_g ∗ R_g ∗ x     (b) E ∗ [G_1 ∗ R_1 ∗ x; …; G_C ∗ R_C ∗ x]     (c) grouped conv

R reduces with 1×1, G is 3×3 within a group, E expands with 1×1. All three give the same numbers
when no activation stands between the parts of the sum; the shortcut is left out here.

    weights  C_in·C·d + C·d·d·9 + C·d·C_in

Source: Xie et al., Aggregated Residual Transformations, CVPR 2017, figure 3 and table 2.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Graph, Lines, Series
from bot.demos._fields import PARAMETERS, SEED, channels, picture, selector
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.demos._steppers import first_map
from bot.numerics import aggregated
from bot.numerics.maps import per_image
from bot.text import Text

DRAWN = 6  # branches in the diagram


def run_maps(
    x: np.ndarray, w_reduce: np.ndarray, w_group: np.ndarray, w_expand: np.ndarray, cardinality: int
) -> Result:
    """All three forms and the largest difference between them."""
    weights = _weights(x, w_reduce, w_group, w_expand, cardinality)
    y, *others = (
        per_image(x, lambda image, form=form: form(image, *weights, cardinality))  # type: ignore[misc]
        for form in (aggregated.grouped, aggregated.summed, aggregated.joined)
    )
    gap = max(float(np.abs(y - other).max()) for other in others)
    insight = Text(
        f"求和、拼接、分组卷积三种写法数值相同，最大差 {gap:.1e}；中间不能有激活函数",
        f"Sum, concatenation and grouped convolution agree within {gap:.1e}, without activations",
    )
    first = picture(Text("输出通道 0", "Output channel 0"), first_map(y), "diverging")
    charts = _wiring(cardinality, len(w_reduce) // cardinality), first
    formula = r"\sum_g E_g*G_g*R_g*x=E*G_{grouped}*R*x"
    return Result({"y": y, "max_abs_diff": gap}, insight, charts, formula)


def _weights(
    x: np.ndarray, w_reduce: np.ndarray, w_group: np.ndarray, w_expand: np.ndarray, cardinality: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The kernels as (C·d, C_in, 1, 1), (C·d, d, k, k) and (C_out, C·d, 1, 1)."""
    if any(w.ndim == 4 and w.shape[2:] != (1, 1) for w in (w_reduce, w_expand)):
        raise refuse("w_reduce 与 w_expand 应是 1×1", "w_reduce and w_expand must be 1×1")
    reduce, expand = (w.reshape(*w.shape[:2], 1, 1) for w in (w_reduce, w_expand))
    middle, side = len(reduce), w_group.shape[2]
    fits = (
        middle % cardinality == 0
        and w_group.shape == (middle, middle // cardinality, side, side)
        and side % 2 == 1
        and (expand.shape[1], reduce.shape[1]) == (middle, x.shape[-3])
    )
    if not fits:
        raise refuse(
            f"权重形状与 {cardinality} 组、x 的 {x.shape[-3]} 个通道不符",
            f"the weights do not fit {cardinality} groups and the {x.shape[-3]} channels of x",
        )
    return reduce, w_group, expand


def _wiring(cardinality: int, width: int) -> Chart:
    shown = min(cardinality, DRAWN)
    middle = (shown - 1) / 2
    nodes, edges = [("x", 0.0, middle, "x", "second"), ("y", 3.0, middle, "Σ", "good")], []
    for g in range(shown):
        for column, text in ((1, f"1×1, {width}"), (2, f"3×3, {width}")):
            nodes.append((f"{column}.{g}", float(column), float(g), text, "main"))
        path = (("x", f"1.{g}"), (f"1.{g}", f"2.{g}"), (f"2.{g}", "y"))
        edges += [(before, after, "", "main") for before, after in path]
    title = Text(f"分支(画出 {shown}/{cardinality})", f"Branches ({shown} of {cardinality} drawn)")
    return Graph(title, tuple(nodes), tuple(edges))


def run_params(op: str, cardinality: int, width: int, channels: int) -> Result:
    """Weights of the block."""
    params = _count(cardinality, width, channels)
    insight = Text(
        f"基数 {cardinality}、每组宽 {width}:{params:,} 个参数；基数与宽度可在参数不变时互换",
        f"{cardinality} groups of width {width} have {params:,} weights; the two trade off",
    )
    widths = range(1, 65)
    series = tuple(
        Series(Text(f"C={c}", f"C={c}"), widths, [_count(c, d, channels) for d in widths], role)
        for c, role in ((1, "main"), (8, "second"), (32, "third"))
    )
    title = Text("参数量随每组宽度", "Weights against the width of a group")
    chart = Lines(title, Text("每组宽度 d", "width d"), PARAMETERS, series, log_y=True)
    middle = cardinality * width
    formula = rf"2\cdot{channels}\cdot{middle}+9\cdot{middle}\cdot{width}={params}"
    return Result({"params": params}, insight, (chart,), formula)


def _count(cardinality: int, width: int, channels: int) -> int:
    return 2 * channels * cardinality * width + 9 * cardinality * width * width


def build(seed: int, cardinality: int) -> dict[str, Any]:
    """Random 4-channel 5×5 maps and groups of width 2."""
    rng, middle = np.random.default_rng(seed), 2 * cardinality
    shapes = {
        "x": (4, 5, 5),
        "w_reduce": (middle, 4, 1, 1),
        "w_group": (middle, 2, 3, 3),
        "w_expand": (4, middle, 1, 1),
    }
    arrays = {name: rng.normal(size=shape).round(2).tolist() for name, shape in shapes.items()}
    return {**arrays, "cardinality": cardinality}


BUILT = build(0, 2)
CARDINALITY = Int("cardinality", Text("基数(组数)", "cardinality"), 2, 1, 1024, slider=(1, 32))
MAPS = (
    Array("x", Text("输入", "input"), BUILT["x"], ndim=(3, 4)),
    Array("w_reduce", Text("1×1 降维", "1×1 reduce"), BUILT["w_reduce"], ndim=(2, 4)),
    Array("w_group", Text("3×3 分组", "3×3 grouped"), BUILT["w_group"], ndim=4),
    Array("w_expand", Text("1×1 升维", "1×1 expand"), BUILT["w_expand"], ndim=(2, 4)),
    CARDINALITY,
)
COUNT = (
    selector("op", "params"),
    Int("cardinality", CARDINALITY.label, 32, 1, 65_536, slider=(1, 32)),
    channels("width", "每组宽度", "width of a group", 4, (1, 64)),
    channels("channels", "块的通道", "channels of the block", 256, (64, 512)),
)

CONTROLS = (SEED, Int("cardinality", CARDINALITY.label, 2, 1, 8))
XIE = "Xie et al., 2017, table 2: about 70k"

DEMO = Demo(
    title=Text("ResNeXt 三种等价形式", "ResNeXt's three equivalent forms"),
    topics=("resnext", "grouped-convolution", "cardinality", "multi-branch"),
    group="network",
    modes=(
        Mode(run_maps, MAPS, Text("数值验证", "the same numbers"), CONTROLS, build),
        Mode(run_params, COUNT, Text("参数量", "weights")),
    ),
    source="Xie et al., Aggregated Residual Transformations, CVPR 2017",
    asks=(Text("ResNeXt 相比 ResNet 改了什么？", "What does ResNeXt change in ResNet?"),),
    presets=(
        Preset(
            Text("32×4d", "32×4d"),
            {"op": "params", "cardinality": 32, "width": 4},
            "Xie et al., CVPR 2017, table 2",
        ),
    ),
    examples=tuple(
        Example({"op": "params", "cardinality": c, "width": d}, {"params": count}, XIE)
        for c, d, count in ((32, 4, 70_144), (1, 64, 69_632))
    ),
)
