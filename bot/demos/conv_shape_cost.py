"""Output size, parameters and multiplications of one convolution layer.

    out    = ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1
    params = k² · C_in/g · C_out (+ C_out with bias)
    MACs   = k² · C_in/g · C_out · out_h · out_w,        FLOPs = 2 · MACs

Papers often print MACs and call them FLOPs; the bias is left out of both.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.
"""

from bot.demos._charts import Bars, Boxes, Chart, Rectangle
from bot.demos._params import Flag, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.convolution import output_size
from bot.text import Text


def run(
    h: int,
    w: int,
    c_in: int,
    c_out: int,
    k: int,
    stride: int,
    padding: int,
    dilation: int,
    groups: int,
    bias: bool,
) -> Result:
    """The five numbers of a layer with a square kernel."""
    out_h, out_w = (output_size(n, k, stride, padding, dilation) for n in (h, w))
    _check(c_in, c_out, groups, min(out_h, out_w))
    weights = k * k * (c_in // groups) * c_out
    macs = weights * out_h * out_w
    values = {
        "out_h": out_h,
        "out_w": out_w,
        "macs": macs,
        "flops": 2 * macs,
        "params": weights + c_out * bias,
        "activations": c_out * out_h * out_w,
        "effective_k": dilation * (k - 1) + 1,
    }
    charts = (_bars(values), _tensors((h, w, c_in), (out_h, out_w, c_out)))
    return Result(values, _insight(values), charts, _formula(h, k, stride, padding, dilation))


def _check(c_in: int, c_out: int, groups: int, smallest: int) -> None:
    if smallest < 1:
        raise refuse("卷积核比补边后的输入大", "the kernel is larger than the padded input")
    if c_in % groups or c_out % groups:
        raise refuse(
            f"groups={groups} 必须同时整除 c_in={c_in} 和 c_out={c_out}",
            f"groups={groups} must divide both c_in={c_in} and c_out={c_out}",
        )


def _formula(h: int, k: int, stride: int, padding: int, dilation: int) -> str:
    top = rf"{h}+2\cdot {padding}-{dilation}\cdot({k}-1)-1"
    out = output_size(h, k, stride, padding, dilation)
    return rf"H'=\left\lfloor\frac{{{top}}}{{{stride}}}\right\rfloor+1={out}"


def _insight(values: dict[str, int]) -> Text:
    params, macs, area = values["params"], values["macs"], values["out_h"] * values["out_w"]
    return Text(
        f"参数量 {params:,} 与分辨率无关；乘加 {macs:,} 与输出面积 {area:,} 成正比",
        f"The {params:,} parameters do not depend on resolution; "
        f"the {macs:,} MACs grow with the output area of {area:,}",
    )


def _tensors(before: tuple[int, int, int], after: tuple[int, int, int]) -> Chart:
    (h, w, c_in), (out_h, out_w, c_out) = before, after
    left = w + max(w, out_w) * 0.25
    right = (left, 0, left + out_w, out_h)
    return Boxes(
        Text("输入与输出张量", "Input and output tensors"),
        Text("宽(像素)", "width (pixels)"),
        Text("高(像素)", "height (pixels)"),
        (
            Rectangle((0, 0, w, h), f"{c_in}×{h}×{w}", "main", filled=True),
            Rectangle(right, f"{c_out}×{out_h}×{out_w}", "second", filled=True),
        ),
    )


def _bars(values: dict[str, int]) -> Chart:
    names = ("params", Text("参数", "parameters")), ("activations", Text("激活", "activations"))
    shown = (*names, ("macs", Text("乘加", "MACs")), ("flops", Text("FLOPs", "FLOPs")))
    return Bars(
        Text("一层的代价", "Cost of the layer"),
        Text("量", "quantity"),
        Text("个数(对数)", "count (log)"),
        tuple(name for _, name in shown),
        (tuple(values[key] for key, _ in shown),),
        log_y=True,
    )


def _int(name: str, zh: str, en: str, default: int, bounds: tuple[int, int, int]) -> Int:
    low, shown, high = bounds
    return Int(name, Text(zh, en), default, low, high, (low, shown), cues=(zh, en))


PARAMS = (
    _int("h", "输入高", "input height", 224, (1, 512, 100_000)),
    _int("w", "输入宽", "input width", 224, (1, 512, 100_000)),
    _int("c_in", "输入通道", "input channels", 3, (1, 1024, 100_000)),
    _int("c_out", "输出通道", "output channels", 64, (1, 1024, 100_000)),
    _int("k", "卷积核", "kernel size", 3, (1, 11, 10_000)),
    _int("stride", "步长", "stride", 1, (1, 4, 10_000)),
    _int("padding", "填充", "padding", 1, (0, 6, 10_000)),
    _int("dilation", "膨胀率", "dilation", 1, (1, 6, 10_000)),
    _int("groups", "分组数", "groups", 1, (1, 64, 100_000)),
    Flag("bias", Text("偏置", "bias"), True),
)

DEMO = Demo(
    title=Text("输出尺寸·参数量·计算量", "Output size, parameters and FLOPs of a conv layer"),
    topics=("output-size", "parameter-count", "flops", "macs", "computational-cost"),
    group="convolution",
    modes=(Mode(run, PARAMS),),
    source="Dumoulin and Visin 2016, relationship 15",
    asks=(
        Text("FLOPs 和 MACs 有什么区别？", "What is the difference between FLOPs and MACs?"),
        Text(
            "卷积后接 BN 时为什么不要偏置？",
            "Why does a conv before batch normalization need no bias?",
        ),
    ),
    presets=(
        Preset(
            Text("ResNet 第一层", "ResNet's first layer"),
            {"k": 7, "stride": 2, "padding": 3, "bias": False},
            "He et al., 2015",
        ),
        Preset(
            Text("AlexNet 第一层", "AlexNet's first layer"),
            {"h": 227, "w": 227, "c_out": 96, "k": 11, "stride": 4, "padding": 0},
            "Krizhevsky et al., 2012",
        ),
    ),
    examples=(
        Example(
            {"h": 227, "w": 227, "c_out": 96, "k": 11, "stride": 4, "padding": 0},
            {"out_h": 55, "out_w": 55, "params": 34_944, "macs": 105_415_200},
            "Krizhevsky et al. 2012: 55×55×96; 105M MACs",
        ),
    ),
)
