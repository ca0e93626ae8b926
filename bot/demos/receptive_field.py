"""Receptive field of a stack of layers: how much of the image one unit sees.

A unit of layer l sees r_l input pixels, and its neighbour sees the same view moved by j_l pixels:

    r_l = r_{l-1} + (k − 1) · d · j_{l-1},    j_l = j_{l-1} · s,    r_0 = j_0 = 1

for kernel k, dilation d and stride s, pooling included. Padding moves the view without widening
it; where branches meet, the widest counts. This is the theoretical field: the effective one is
smaller (Luo et al., 2016).

Source: Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks",
Distill, 2019.
"""

from collections.abc import Sequence
from typing import Any

from bot.demos._charts import Boxes, Chart, Grid, Lines, Rectangle, Series
from bot.demos._params import Choice, Int, Table, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.convolution import output_size
from bot.numerics.networks import TRUNKS, trunk
from bot.text import Text

NESTED = 6  # squares drawn on the image; more would hide one another


def run_network(network: str, input_size: int) -> Result:
    """The field of a published network, up to its last pooling or convolution."""
    layers = [{"k": x.kernel, "s": x.stride, "p": x.padding, "d": 1} for x in trunk(network)]
    return run(layers, input_size)


def run(layers: Sequence[dict[str, Any]], input_size: int) -> Result:
    """Field, jump and output size after every layer."""
    fields, jumps, sizes = [1], [1], [input_size]
    for number, layer in enumerate(layers, start=1):
        k, s, p, d = (layer[name] for name in "kspd")
        fields.append(fields[-1] + (k - 1) * d * jumps[-1])
        jumps.append(jumps[-1] * s)
        sizes.append(output_size(sizes[-1], k, s, p, d))
        if sizes[-1] < 1:
            padded = sizes[-2] + 2 * p
            raise refuse(
                f"第 {number} 层的核比补边后的输入 {padded} 还大",
                f"the kernel of layer {number} is larger than its padded input of {padded}",
            )
    lists = {"rf": fields[1:], "jump": jumps[1:], "out_sizes": sizes[1:]}
    values = {**lists, "final_rf": fields[-1], "total_stride": jumps[-1]}
    charts = (_growth(fields), _squares(fields, input_size), _table(layers, fields, jumps, sizes))
    formula = (
        rf"r_l=r_{{l-1}}+(k-1)\,d\,j_{{l-1}}={fields[-2]}+"
        rf"({layers[-1]['k']}-1)\cdot {layers[-1]['d']}\cdot {jumps[-2]}={fields[-1]}"
    )
    return Result(values, _insight(fields[-1], jumps[-1], input_size), charts, formula)


def _insight(field: int, stride: int, size: int) -> Text:
    zh, en = f"占输入边长的 {field / size:.0%}", f"{field / size:.0%} of the input's side"
    if field > size:
        zh, en = f"已超过输入的 {size}", f"more than the whole input of {size}"
    return Text(
        f"每层增加 (k−1)·d·之前的累计步长：感受野 {field},{zh}，总步长 {stride}；padding 不扩大它",
        f"Each layer adds (k−1)·dilation·(strides before it): the field is {field}, {en}, "
        f"with total stride {stride}; padding does not widen it",
    )


def _growth(fields: list[int]) -> Chart:
    line = Series(Text("感受野", "receptive field"), range(len(fields)), fields, points=True)
    return Lines(
        Text("感受野随层数增长", "Receptive field by layer"),
        Text("层", "layer"),
        Text("感受野(像素)", "receptive field (pixels)"),
        (line,),
        step=True,
    )


def _squares(fields: list[int], size: int) -> Chart:
    distinct = sorted(set(fields), reverse=True)
    chosen = distinct[:: max(1, -(-len(distinct) // NESTED))]
    spans = ((r, (size - r) / 2, (size + r) / 2) for r in chosen)
    image = Rectangle((0, 0, size, size), f"{size}×{size}", "muted", filled=True)
    return Boxes(
        Text("中心单元看到的区域", "What the central unit sees"),
        Text("x(像素)", "x (pixels)"),
        Text("y(像素)", "y (pixels)"),
        (image, *(Rectangle((low, low, high, high), str(r)) for r, low, high in spans)),
    )


def _table(
    layers: Sequence[dict[str, Any]], fields: list[int], jumps: list[int], sizes: list[int]
) -> Chart:
    names = ("层", "layer"), ("核", "k"), ("步长", "s"), ("补边", "p"), ("膨胀", "d")
    outcome = ("感受野", "field"), ("累计步长", "jump"), ("输出", "output")
    rows = zip(fields[1:], jumps[1:], sizes[1:], strict=True)
    return Grid(
        Text("逐层推算", "Layer by layer"),
        tuple(Text(zh, en) for zh, en in (*names, *outcome)),
        tuple((i + 1, *(layers[i][n] for n in "kspd"), *row) for i, row in enumerate(rows)),
    )


SIZE = Int("input_size", Text("输入边长(像素)", "input size (pixels)"), 224, 1, 100_000, (32, 1024))
COLUMNS = (
    Int("k", Text("核", "kernel"), 3, 1, 1000, cues=("卷积核", "kernel")),
    Int("s", Text("步长", "stride"), 1, 1, 64, cues=("步长", "stride")),
    Int("p", Text("补边", "padding"), 0, 0, 1000, cues=("填充", "padding")),
    Int("d", Text("膨胀率", "dilation"), 1, 1, 1000, cues=("膨胀率", "dilation rate")),
)
START = ({"k": 3, "p": 1}, {"k": 3, "s": 2, "p": 1}, {"k": 3, "p": 1})
PUBLISHED = {
    "alexnet": 195,
    "vgg16": 212,
    "resnet50_v1": 483,
    "resnet50_v15": 427,
    "mobilenet_v1": 315,
}
NETWORK = (Choice("network", Text("网络", "network"), "vgg16", TRUNKS), SIZE)
LAYERS = (Table("layers", Text("各层", "layers"), START, COLUMNS, 100), SIZE)

DEMO = Demo(
    title=Text("感受野计算器", "Receptive field calculator"),
    topics=("receptive-field", "receptive-field-calculation", "effective-receptive-field"),
    group="convolution",
    modes=(
        Mode(run_network, NETWORK, Text("经典网络", "published networks")),
        Mode(run, LAYERS, Text("自定义层", "your own layers")),
    ),
    source="Araujo, Norris and Sim, Distill 2019",
    asks=(
        Text(
            "感受野相同时为什么用三个 3×3 代替 7×7？",
            "Why do three 3×3 convolutions have the receptive field of one 7×7?",
        ),
        Text("怎样增大感受野而不降低分辨率？", "How do you widen the field without downsampling?"),
        Text("理论感受野和有效感受野差在哪？", "How do theoretical and effective fields differ?"),
    ),
    presets=(
        Preset(Text("三个 3×3 = 7×7", "three 3×3 = 7×7"), {"layers": [{"k": 3}] * 3}, "VGG, 2014"),
        Preset(
            Text("膨胀率 1,2,5", "rates 1, 2, 5"), {"layers": [{"d": d} for d in (1, 2, 5)]}, "HDC"
        ),
    ),
    examples=tuple(
        Example({"network": name}, {"final_rf": rf, "total_stride": 32}, "Araujo 2019; v1.5: 427")
        for name, rf in PUBLISHED.items()
    ),
)
