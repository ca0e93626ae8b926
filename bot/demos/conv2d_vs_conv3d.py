"""Cost of a 2-D convolution per frame, a 3-D convolution, and its (2+1)-D factorisation.

All keep the size (same padding, stride 1) and have no bias, on a clip of t frames:

    2-D        C_in C_out k²              MACs · t H W   (the kernel spans all channels)
    3-D        C_in C_out kt k²           MACs · t H W
    (2+1)-D    M = ⌊kt k² C_in C_out / (k² C_in + kt C_out)⌋ channels between k² and kt

M makes the (2+1)-D block as large as the 3-D one: Tran et al., "A Closer Look at Spatiotemporal
Convolutions", CVPR 2018, section 3.5.
"""

from bot.demos._charts import Chart, Heatmap
from bot.demos._fields import MACS, PARAMETERS, Values, channels, cost_bars, kernel, short, side
from bot.demos._params import Int
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

FRAMES_DRAWN = 12


def run(c_in: int, c_out: int, t: int, h: int, w: int, k: int, kt: int) -> Result:
    """Parameters and MACs of the three ways to convolve a clip."""
    flat, cube = c_in * c_out * k * k, c_in * c_out * k * k * kt
    middle = cube // (k * k * c_in + kt * c_out)
    factored = k * k * c_in * middle + kt * middle * c_out
    positions = t * h * w
    values: Values = {
        "conv2d_params": flat,
        "conv3d_params": cube,
        "conv2d_macs": flat * positions,
        "conv3d_macs": cube * positions,
        "conv3d_out_shape": [c_out, t, h, w],
        "r2plus1d_mid": middle,
        "r2plus1d_params": factored,
        "r2plus1d_macs": factored * positions,
    }
    charts = (*_bars(values), _reach(t, kt))
    formula = rf"C_{{in}}C_{{out}}k_tk^2={c_in}\cdot{c_out}\cdot{kt}\cdot{k}^2={cube}"
    return Result(values, _insight(kt, cube, middle, factored), charts, formula)


def _insight(kt: int, cube: int, middle: int, factored: int) -> Text:
    return Text(
        f"3D 卷积多一个时间维：参数和计算都是 2D 的 {kt} 倍({short(cube)})；"
        f"(2+1)D 经 {middle} 个通道拆成空间、时间两步，参数 {short(factored)}",
        f"The temporal axis multiplies cost by {kt} ({short(cube)} weights); (2+1)-D splits it "
        f"into space and time through {middle} channels with {short(factored)}",
    )


def _bars(values: Values) -> tuple[Chart, ...]:
    names = Text("逐帧 2D", "2-D per frame"), Text("3D", "3-D"), Text("(2+1)D", "(2+1)-D")
    keys = "conv2d", "conv3d", "r2plus1d"
    titles = Text("参数量", "Parameters"), Text("整段的计算量", "Computation for the clip")
    return tuple(
        cost_bars(
            title,
            label,
            [(name, values[f"{key}_{unit}"]) for name, key in zip(names, keys, strict=True)],
        )
        for title, label, unit in zip(titles, (PARAMETERS, MACS), ("params", "macs"), strict=True)
    )


def _reach(t: int, kt: int) -> Chart:
    """Which input frames each output frame reads: 1 by both kernels, 2 by the 3-D one only."""
    frames = range(min(t, FRAMES_DRAWN))
    before, after = (kt - 1) // 2, kt // 2
    rows = [
        [(1 if i == j else 2) if j - before <= i <= j + after else None for i in frames]
        for j in frames
    ]
    return Heatmap(
        Text(
            "输出帧读到哪些输入帧：1 = 2D 和 3D 都读，2 = 只有 3D 读",
            "Frames read by each output frame: 1 by both, 2 by 3-D only",
        ),
        Text("输入帧", "input frame"),
        Text("输出帧", "output frame"),
        rows,
    )


PARAMS = (
    channels("c_in", "输入通道", "input channels", 3, (1, 128)),
    channels("c_out", "输出通道", "output channels", 32, (1, 128)),
    Int("t", Text("帧数", "frames"), 8, 1, 16_384, slider=(1, 32)),
    side("h", "高", "height", 56, (1, 112)),
    side("w", "宽", "width", 56, (1, 112)),
    kernel(),
    Int("kt", Text("时间核长", "temporal kernel"), 3, 1, 255, slider=(1, 5), unit="frames"),
)

DEMO = Demo(
    title=Text("二维卷积与三维卷积", "2-D vs 3-D convolution"),
    topics=("conv3d", "conv2d", "convolution-kernel", "computational-cost", "temporal-modeling"),
    group="convolution",
    modes=(Mode(run, PARAMS),),
    source="Tran et al., CVPR 2018, section 3.5",
    asks=(
        Text(
            "彩色图像上的二维卷积核是几维的？为什么还叫二维卷积？",
            "How many axes has a 2-D kernel on a colour image, and why is it called 2-D?",
        ),
        Text(
            "视频为什么常把 3D 卷积拆成 (2+1)D？",
            "Why do video networks split a 3-D convolution into (2+1)-D?",
        ),
    ),
    presets=(
        Preset(
            Text("R(2+1)D 的一层", "a layer of R(2+1)D"),
            {"c_in": 64, "c_out": 64, "t": 16, "h": 56, "w": 56},
            "Tran et al., 2018",
        ),
    ),
    examples=(
        Example(
            {"c_in": 64, "c_out": 64, "k": 3, "kt": 3},
            {"conv3d_params": 110_592, "r2plus1d_mid": 144, "r2plus1d_params": 110_592},
            source="Tran et al., CVPR 2018: M = 144 for 64 channels, equal parameters",
        ),
    ),
)
