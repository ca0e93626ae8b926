"""EfficientNet's compound scaling of depth, width and resolution by one exponent φ.

    depth α^φ,  width β^φ,  resolution γ^φ,   cost ∝ (α β² γ²)^φ,   with α β² γ² ≈ 2

Cost is linear in depth and quadratic in width and resolution. The published B1 to B7 use rounded
coefficients that do not follow φ exactly; channels go to the nearest multiple of 8, never more than
10% below, layers are rounded up.

Source: Tan and Le, EfficientNet, ICML 2019, equation 3 and table 1.
"""

import math

from bot.demos._charts import Chart, Grid, Lines, Scatter, Series
from bot.demos._fields import Values
from bot.demos._params import Choice, Float
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.networks import EFFICIENT
from bot.numerics.networks.light import EFFICIENT_ROWS, make_divisible
from bot.text import Text


def run_compound(phi: float, alpha: float, beta: float, gamma: float) -> Result:
    """The three multipliers and what they cost."""
    constraint = alpha * beta**2 * gamma**2
    values: Values = {
        "depth": alpha**phi,
        "width": beta**phi,
        "resolution": gamma**phi,
        "flops_factor": constraint**phi,
        "constraint": constraint,
    }
    near = Text("≈ 2", "≈ 2") if abs(constraint - 2) < 0.2 else Text("不接近 2", "is not near 2")
    insight = Text(
        f"α·β²·γ² = {constraint:.4f} {near.zh}:φ 每加 1，计算约变为 {constraint:.2f} 倍，"
        f"φ={phi:g} 时 {values['flops_factor']:.3g} 倍",
        f"α·β²·γ² = {constraint:.4f} {near.en}: each φ multiplies FLOPs by {constraint:.2f}, "
        f"φ={phi:g} by {values['flops_factor']:.3g}",
    )
    formula = rf"\alpha\beta^2\gamma^2={alpha:g}\cdot{beta:g}^2\cdot{gamma:g}^2={constraint:.4f}"
    return Result(values, insight, (_growth(alpha, beta, gamma), _family()), formula)


def run_variant(variant: str) -> Result:
    """The published coefficients of a variant and the stages they give."""
    width, depth, pixels = EFFICIENT[variant]
    channels = [make_divisible(row[3] * width) for row in EFFICIENT_ROWS]
    layers = [math.ceil(row[4] * depth) for row in EFFICIENT_ROWS]
    values: Values = {
        "width": width,
        "depth": depth,
        "resolution_px": pixels,
        "stage_channels": channels,
        "stage_layers": layers,
    }
    factor = depth * width**2 * (pixels / 224) ** 2
    insight = Text(
        f"{variant.upper()}：宽 {width}×、深 {depth}×、分辨率 {pixels}，计算约 {factor:.1f} 倍；"
        "通道取 8 的倍数，层数向上取整",
        f"{variant.upper()}: width {width}×, depth {depth}×, {pixels} px, about {factor:.1f}× the "
        "cost; channels go to multiples of 8, layers are rounded up",
    )
    heads = (("阶段", "stage"), ("核", "kernel"), ("通道", "channels"), ("层数", "layers"))
    rows = tuple((i + 1, row[1], channels[i], layers[i]) for i, row in enumerate(EFFICIENT_ROWS))
    table = Grid(Text("各阶段", "Stages"), tuple(Text(zh, en) for zh, en in heads), rows)
    formula = rf"d\,w^2 r^2={depth:g}\cdot{width:g}^2\cdot{pixels / 224:.3f}^2={factor:.2f}"
    return Result(values, insight, (table, _family()), formula)


def _growth(alpha: float, beta: float, gamma: float) -> Chart:
    """Multipliers against φ."""
    phis = [i / 4 for i in range(29)]
    curves = (
        (Text("深度 α^φ", "depth"), alpha, "main"),
        (Text("宽度 β^φ", "width"), beta, "second"),
        (Text("分辨率 γ^φ", "resolution"), gamma, "third"),
        (Text("计算量", "FLOPs"), alpha * beta**2 * gamma**2, "bad"),
    )
    series = tuple(Series(name, phis, [base**p for p in phis], role) for name, base, role in curves)
    title, axes = Text("复合缩放", "Compound scaling"), (Text("φ", "φ"), Text("倍数", "factor"))
    return Lines(title, *axes, series, log_y=True)


def _family() -> Chart:
    """Published parameters and MACs of B0 to B7 (Tan and Le, 2019, table 2)."""
    published = {
        "b0": (5.3, 0.39),
        "b1": (7.8, 0.70),
        "b2": (9.2, 1.0),
        "b3": (12, 1.8),
        "b4": (19, 4.2),
        "b5": (30, 9.9),
        "b6": (43, 19),
        "b7": (66, 37),
    }
    points = [(params, macs) for params, macs in published.values()]
    labels = tuple((params, macs, name.upper()) for name, (params, macs) in published.items())
    group = (Text("EfficientNet", "EfficientNet"), "main", points)
    axes = Text("参数量(百万)", "parameters (millions)"), Text("MACs(十亿)", "MACs (billions)")
    title = Text("B0 到 B7(论文数值)", "B0 to B7 (as published)")
    return Scatter(title, *axes, (group,), labels, log_x=True, log_y=True)


COMPOUND = (
    Float("phi", Text("复合系数 φ", "compound coefficient φ"), 1, -20, 20, (0, 7), 0.5),
    Float("alpha", Text("深度 α", "depth α"), 1.2, 0, 10, (1, 2), 0.05, above=True),
    Float("beta", Text("宽度 β", "width β"), 1.1, 0, 10, (1, 2), 0.05, above=True),
    Float("gamma", Text("分辨率 γ", "resolution γ"), 1.15, 0, 10, (1, 2), 0.05, above=True),
)
VARIANT = (Choice("variant", Text("版本", "variant"), "b0", tuple(EFFICIENT)),)

DEMO = Demo(
    title=Text("EfficientNet 复合缩放", "EfficientNet compound scaling"),
    topics=("efficientnet", "compound-scaling", "computational-cost", "mbconv"),
    group="network",
    modes=(
        Mode(run_compound, COMPOUND, Text("复合缩放", "compound scaling")),
        Mode(run_variant, VARIANT, Text("B0 到 B7", "B0 to B7")),
    ),
    source="Tan and Le, EfficientNet, ICML 2019",
    asks=(
        Text("EfficientNet 怎样同时缩放三维？", "How does EfficientNet scale three dimensions?"),
        Text("EfficientNet 为什么约束 α·β²·γ²≈2？", "Why does EfficientNet keep α·β²·γ² ≈ 2?"),
    ),
    presets=(Preset(Text("B7", "B7"), {"variant": "b7"}, "Tan and Le, 2019"),),
    examples=(
        Example({"phi": 1}, {"constraint": 1.92027}, "Tan and Le, 2019, section 3.3", 1e-5),
        Example(
            {"variant": "b0"},
            {"stage_channels": [16, 24, 40, 80, 112, 192, 320]},
            "Tan and Le, 2019, table 1",
        ),
    ),
)
