"""Depthwise separable convolution against a standard one.

    standard:   k² · C_in · C_out                        weights, no bias
    separable:  k² · C_in  (depthwise)  +  C_in · C_out  (pointwise)
    ratio:      1 / C_out + 1 / k²

Each weight is used once per output position. Fewer products do not mean proportionally less time:
the depthwise part is limited by memory.

Source: Howard et al., "MobileNets", 2017, section 3.1; Chollet 2017 puts the pointwise part first.
"""

import numpy as np

from bot.demos._charts import Bars, Chart, Graph, Lines
from bot.demos._curves import curve
from bot.demos._fields import channels, kernel, side
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

DRAWN = 6  # channels in the wiring picture


def run(c_in: int, c_out: int, k: int, out_h: int, out_w: int) -> Result:
    """Weights and products of both, and their ratio."""
    standard, depthwise, pointwise = k * k * c_in * c_out, k * k * c_in, c_in * c_out
    separable, area = depthwise + pointwise, out_h * out_w
    ratio = separable / standard
    values = {
        "std_params": standard,
        "dw_params": depthwise,
        "pw_params": pointwise,
        "sep_params": separable,
        "std_macs": standard * area,
        "sep_macs": separable * area,
        "ratio": ratio,
    }
    insight = Text(
        f"{standard:,} 个权重变成 {depthwise:,}+{pointwise:,}：比值 1/{c_out}+1/{k}²={ratio:.4g}，"
        f"省到 1/{1 / ratio:.1f}",
        f"{standard:,} weights become {depthwise:,} + {pointwise:,}: the ratio "
        f"1/{c_out} + 1/{k}² = {ratio:.4g} is {1 / ratio:.1f} times cheaper",
    )
    formula = (
        rf"\frac{{k^2C_{{in}}+C_{{in}}C_{{out}}}}{{k^2C_{{in}}C_{{out}}}}"
        rf"=\frac{{{depthwise}+{pointwise}}}{{{standard}}}"
        rf"=\frac{{1}}{{{c_out}}}+\frac{{1}}{{{k}^2}}={ratio:.4g}"
    )
    charts = (_bars(standard, depthwise, pointwise), _curve(c_out, k), _wiring(c_in, c_out))
    return Result(values, insight, charts, formula)


def _bars(standard: int, depthwise: int, pointwise: int) -> Chart:
    return Bars(
        Text("权重个数", "Number of weights"),
        Text("卷积", "convolution"),
        Text("权重(个)", "weights"),
        (
            Text("标准", "standard"),
            Text("逐通道", "depthwise"),
            Text("逐点", "pointwise"),
            Text("可分离合计", "separable, both"),
        ),
        ((standard, depthwise, pointwise, depthwise + pointwise),),
    )


def _curve(c_out: int, k: int) -> Chart:
    x = np.unique(np.geomspace(1, 1024, 60).round())
    series = tuple(
        curve(Text(f"{size}×{size}", f"{size}×{size}"), x, 1 / x + 1 / size**2, role)
        for size, role in {3: "second", 5: "third", k: "main"}.items()
    )
    return Lines(
        Text("代价之比随输出通道下降", "The ratio falls with output channels"),
        Text("输出通道 C_out", "output channels C_out"),
        Text("可分离 / 标准", "separable / standard"),
        series,
        log_x=True,
        rules_x=((c_out, Text("当前", "current")),),
    )


def _wiring(c_in: int, c_out: int) -> Chart:
    """Each channel is filtered alone, then the 1×1 joins all of them."""
    ins, outs = range(min(c_in, DRAWN)), range(min(c_out, DRAWN))
    nodes = (
        *((f"x{i}", 0, i, f"{i}", "muted") for i in ins),
        *((f"d{i}", 1, i, f"{i}", "main") for i in ins),
        *((f"y{o}", 2, o, f"{o}", "second") for o in outs),
    )
    edges = (
        *((f"x{i}", f"d{i}", "", "main") for i in ins),
        *((f"d{i}", f"y{o}", "", "second") for i in ins for o in outs),
    )
    return Graph(
        Text("逐通道滤波，再用 1×1 混合", "Filter each channel, then mix by 1×1"), nodes, edges
    )


PARAMS = (
    channels("c_in", "输入通道", "input channels", 3),
    channels("c_out", "输出通道", "output channels", 4),
    kernel(),
    side("out_h", "输出高", "output height", 5, (1, 112)),
    side("out_w", "输出宽", "output width", 5, (1, 112)),
)
MOBILE = {"c_in": 512, "c_out": 512, "k": 3, "out_h": 14, "out_w": 14}

DEMO = Demo(
    title=Text("深度可分离卷积：108 与 27+12", "Depthwise separable convolution: 108 vs 27 + 12"),
    topics=(
        "depthwise-separable-convolution",
        "depthwise-convolution",
        "pointwise-convolution",
        "structure-design-compression",
    ),
    group="convolution",
    modes=(Mode(run, PARAMS),),
    source="Howard et al., MobileNets, 2017",
    asks=(
        Text("深度可分离卷积为什么省计算？", "Why is depthwise separable convolution cheaper?"),
        Text("FLOPs 少了为什么不一定更快？", "Why are fewer FLOPs not always faster?"),
    ),
    presets=(Preset(Text("MobileNet 中间层", "a middle MobileNet layer"), MOBILE, "Howard 2017"),),
    examples=(
        Example(
            {},
            {"std_params": 108, "dw_params": 27, "pw_params": 12, "sep_params": 39},
            "3×3, 3 to 4 channels: 108 against 27 + 12",
        ),
        Example(MOBILE, {"std_macs": 462_422_016, "sep_macs": 52_283_392}, "Howard 2017, table 4"),
    ),
)
