"""Parameters and multiplications of published networks, summed over their layers.

MACs are those of convolutions, dense layers and attention products; papers print them as "FLOPs",
darknet prints twice as many. Batch norm counts with its scale and shift; Keras adds the running
statistics. 1 MB is 10⁶ bytes, and a weight of fp32 takes four. RepVGG counts as deployed;
``repvgg_a0_train`` has its three branches.

The layers, with their papers, are in :mod:`bot.numerics.networks`; the published sizes are those
of torchvision's model pages and of the papers.
"""

from functools import cache
from typing import Any

from bot.demos._charts import Chart, Grid, Scatter
from bot.demos._fields import short
from bot.demos._params import Choice, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.networks import NETWORKS, Layer, SizeError, layers_of
from bot.numerics.networks.published import PUBLISHED_PARAMS as EXACT
from bot.numerics.networks.published import ROUNDED_MACS as ROUNDED
from bot.text import Text

WIDENED = ("mobilenet_v1", "mobilenet_v2")
OTHERS = tuple(name for name in NETWORKS if name not in WIDENED)


def run_widened(network: str, width: float, resolution: int | None) -> Result:
    """A network whose channels are all multiplied by ``width``."""
    return _result(network, resolution, width)


def run(network: str, resolution: int | None) -> Result:
    """A network at ``resolution`` × ``resolution``, by default the one it was published for."""
    return _result(network, resolution, None)


def _result(network: str, resolution: int | None, width: float | None) -> Result:
    size = resolution or NETWORKS[network][1]
    layers = _layers(network, size, width)
    params, macs = (sum(getattr(layer, n) for layer in layers) for n in ("params", "macs"))
    dense = sum(layer.params for layer in layers if layer.kind == "dense")
    values: dict[str, Any] = {
        "params": params,
        "macs": macs,
        "flops": 2 * macs,
        "size_mb_fp32": params * 4 / 1e6,
        "dense_params": dense,
        "resolution": size,
    }
    insight = Text(
        f"{network}：参数 {short(params)}，其中全连接 {dense / params:.0%}；"
        f"边长 {size} 时乘加 {short(macs)}(FLOPs 是它的两倍)",
        f"{network} has {short(params)} parameters, {dense / params:.0%} of them in dense layers, "
        f"and {short(macs)} MACs at side {size} (FLOPs are twice that)",
    )
    formula = rf"{params:,}\times 4\ \mathrm{{B}}={values['size_mb_fp32']:.2f}\ \mathrm{{MB}}"
    charts = (_bubbles(network, params, macs), _table(layers))
    return Result(values, insight, charts, formula.replace(",", "{,}"))


def _layers(network: str, size: int, width: float | None) -> list[Layer]:
    try:
        return layers_of(network, size, width)
    except SizeError as error:
        raise refuse(
            f"{network} 不能用边长 {size} 的输入({error})",
            f"{network} cannot take an input of side {size} ({error})",
        ) from None


@cache
def _published() -> tuple[tuple[str, int, int], ...]:
    """Every network at its published resolution: name, parameters, MACs."""
    sums = []
    for name, (_, size) in NETWORKS.items():
        layers = layers_of(name, size)
        sums.append((name, sum(x.params for x in layers), sum(x.macs for x in layers)))
    return tuple(sums)


def _bubbles(network: str, params: int, macs: int) -> Chart:
    others = [(m / 1e6, p / 1e6) for name, p, m in _published() if name != network]
    own = (macs / 1e6, params / 1e6)
    labels = tuple((m / 1e6, p / 1e6, name) for name, p, m in _published() if name != network)
    return Scatter(
        Text("参数量与乘加", "Parameters and MACs"),
        Text("乘加(百万，对数)", "MACs (millions, log)"),
        Text("参数(百万，对数)", "parameters (millions, log)"),
        (
            (Text("其他网络", "other networks"), "muted", others),
            (Text(network, network), "main", [own]),
        ),
        (*labels, (*own, network)),
        log_x=True,
        log_y=True,
    )


def _table(layers: list[Layer]) -> Chart:
    columns = ("层", "layer"), ("核", "kernel"), ("步长", "stride"), ("输出通道", "channels")
    costs = ("输出边长", "side"), ("参数", "parameters"), ("乘加", "MACs")
    rows = tuple((x.kind, x.kernel, x.stride, x.channels, x.size, x.params, x.macs) for x in layers)
    names = tuple(Text(zh, en) for zh, en in (*columns, *costs))
    return Grid(Text("逐层", "Layer by layer"), names, rows)


def _network(options: tuple[str, ...]) -> Choice:
    return Choice("network", Text("网络", "network"), options[0], options)


RESOLUTION = Int(
    "resolution",
    Text("输入边长(像素)", "input side (pixels)"),
    None,
    1,
    8192,
    (96, 600),
    optional=True,
    cues=("分辨率", "resolution"),
)
WIDTH = Float("width", Text("宽度系数 α", "width multiplier α"), 1.0, 0.1, 10, (0.25, 1.4), 0.05)

DEMO = Demo(
    title=Text("经典与轻量网络参数/FLOPs", "Parameters and FLOPs of classic and light networks"),
    topics=(
        "parameter-count",
        "flops",
        "macs",
        "computational-cost",
        "mobilenet",
        "vgg",
        "resnet",
        "lightweight-network",
        "classic-models",
    ),
    group="network",
    modes=(
        Mode(run_widened, (_network(WIDENED), WIDTH, RESOLUTION), Text("可变宽度", "by width")),
        Mode(run, (_network(OTHERS), RESOLUTION), Text("固定结构", "fixed networks")),
    ),
    source="He et al., 2015; Howard et al., 2017; Sandler et al., 2018; torchvision model pages",
    asks=(
        Text("VGG16 的参数主要在哪里？", "Where are most of VGG16's parameters?"),
        Text("FLOPs 相同，速度为什么不同？", "Why do equal FLOPs run at unequal speed?"),
    ),
    presets=(
        Preset(Text("VGG16", "VGG16"), {"network": "vgg16"}, "Simonyan and Zisserman, 2014"),
        Preset(Text("MobileNet ×0.5", "MobileNet ×0.5"), {"width": 0.5}, "Howard et al., 2017"),
        Preset(
            Text("MobileNetV2 ×1.4(论文写 6.9M)", "MobileNetV2 ×1.4 (the paper says 6.9M)"),
            {"network": "mobilenet_v2", "width": 1.4},
            "Sandler et al., 2018, table 4",
        ),
    ),
    examples=(
        *(Example({"network": n}, {"params": p}, "torchvision") for n, p in EXACT.items()),
        *(Example({"network": n}, {"macs": m}, "rounded", 0.03) for n, m in ROUNDED.items()),
    ),
)
