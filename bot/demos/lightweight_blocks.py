"""Cost of the building blocks of light networks: Fire, Shuffle, ESP, stacked small kernels.

Convolution weights are counted, with bias in the fire module only, never batch normalisation;
MACs at the size each convolution writes. Three 3×3 see as far as one 7×7 with 27 C² against 49 C².

Sources: Iandola et al., 2016; Zhang et al., 2018; Ma et al., 2018; Mehta et al., 2018; Simonyan
and Zisserman, 2014, section 2.3.
"""

from collections.abc import Sequence

from bot.demos._blocks import Paths, block_charts
from bot.demos._fields import Values, channels, selector, short, side
from bot.demos._params import Choice, Flag, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics import blocks
from bot.text import Text

STACKS: dict[str, tuple[tuple[int, int], ...]] = {
    "three_3x3": ((3, 3),) * 3,
    "two_3x3": ((3, 3),) * 2,
    "asym_3x3": ((3, 1), (1, 3)),
    "single_5x5": ((5, 5),),
    "single_7x7": ((7, 7),),
}


def run_fire(
    block: str, c_in: int, squeeze: int, expand1: int, expand3: int, h: int, w: int
) -> Result:
    """SqueezeNet's fire module."""
    convs = blocks.fire(c_in, squeeze, expand1, expand3, h, w)
    direct = 9 * c_in * (expand1 + expand3)
    return _result(convs, expand1 + expand3, direct, ((0, 1), (0, 2)))


def run_shuffle_v1(
    block: str, c_in: int, c_out: int, groups: int, stride: int, h: int, w: int, first_grouped: bool
) -> Result:
    """A unit of ShuffleNet."""
    if stride == 1 and c_in != c_out:
        raise refuse("stride=1 时 c_in 与 c_out 应相等", "with stride 1, c_in must equal c_out")
    branch = c_out - c_in if stride == 2 else c_out
    first = groups if first_grouped else 1
    if branch < 1 or c_out % 4 or c_in % first or any(n % groups for n in (c_out // 4, branch)):
        raise refuse(
            f"groups={groups} 要整除 c_in、c_out/4 和支路的 {branch} 个通道",
            f"groups={groups} must divide c_in, c_out/4 and the branch's {branch} channels",
        )
    convs = blocks.shuffle_v1(c_in, c_out, groups, stride, h, w, first)
    return _result(convs, c_out, 9 * c_in * c_out, ((), (0, 1, 2)))


def run_shuffle_v2(block: str, c_in: int, c_out: int, stride: int, h: int, w: int) -> Result:
    """A unit of ShuffleNet V2."""
    if c_out % 2 or (stride == 1 and c_in != c_out):
        raise refuse(
            "c_out 应是偶数，stride=1 时等于 c_in", "c_out must be even, c_in if stride is 1"
        )
    convs = blocks.shuffle_v2(c_in, c_out, stride, h, w)
    paths = ((), (0, 1, 2)) if stride == 1 else ((0, 1), (2, 3, 4))
    return _result(convs, c_out, 9 * c_in * c_out, paths)


def run_stack(block: str, c_in: int, c_out: int, h: int, w: int) -> Result:
    """Small kernels in place of a large one."""
    convs = blocks.stacked(c_in, c_out, STACKS[block], h * w)
    rf = 1 + sum(kernel[0] - 1 for kernel in STACKS[block])
    return _result(convs, c_out, rf * rf * c_in * c_out, (tuple(range(len(convs))),), rf)


def run_esp(block: str, c_in: int, c_out: int, branches: int, h: int, w: int) -> Result:
    """ESPNet's module of dilated branches."""
    if branches > c_out:
        raise refuse(
            f"{branches} 个分支多于 {c_out} 个通道", f"{branches} branches, {c_out} channels"
        )
    convs = blocks.esp(c_in, c_out, branches, h, w)
    paths = tuple((0, i + 1) for i in range(branches))
    return _result(convs, c_out, 9 * c_in * c_out, paths, 2**branches + 1)


def _result(
    convs: Sequence[blocks.Conv], c_out: int, direct: int, paths: Paths, rf: int | None = None
) -> Result:
    params, macs = blocks.totals(convs)
    values: Values = {
        "params": params,
        "macs": macs,
        "out_channels": c_out,
        "direct_params": direct,
    }
    values |= {} if rf is None else {"rf": rf}
    share = params / direct
    seen = Text("", "") if rf is None else Text(f"(感受野 {rf}×{rf})", f" (field {rf}×{rf})")
    insight = Text(
        f"参数 {params:,}、计算 {short(macs)}{seen.zh}，是同通道普通卷积的 {share:.1%}",
        f"{params:,} weights and {short(macs)} MACs{seen.en}: {share:.1%} of a plain convolution",
    )
    formula = "+".join(str(conv.params) for conv in convs) + f"={params}"
    return Result(values, insight, block_charts(convs, paths), formula)


IN = channels("c_in", "输入通道", "input channels", 128)
OUT = channels("c_out", "输出通道", "output channels", 128)
SIZE = side("h", "高", "height", 55), side("w", "宽", "width", 55)
STRIDE = Int("stride", Text("步长", "stride"), 1, 1, 2, cues=("步长", "stride"))
FIRE = (
    channels("squeeze", "压缩 1×1", "squeeze", 16),
    channels("expand1", "扩展 1×1", "expand 1×1", 64),
    channels("expand3", "扩展 3×3", "expand 3×3", 64),
)
GROUPS = Int("groups", Text("组数", "groups"), 4, 1, 1024, slider=(1, 8), cues=("组", "groups"))
FIRST = Flag("first_grouped", Text("首个 1×1 也分组", "group the first 1×1, too"), True)
BRANCHES = Int("branches", Text("分支数 K", "branches K"), 4, 1, 16, slider=(1, 8))
STACK = Choice("block", Text("结构", "block"), "three_3x3", tuple(STACKS))

SHUFFLE_1 = (selector("block", "shuffle_v1"), IN, OUT, GROUPS, STRIDE, *SIZE, FIRST)
SHUFFLE_2 = (selector("block", "shuffle_v2"), IN, OUT, STRIDE, *SIZE)

DEMO = Demo(
    title=Text(
        "轻量模块对比：Fire/Shuffle/ESP/小卷积核", "Light blocks: Fire, Shuffle, ESP, small kernels"
    ),
    topics=(
        "fire-module",
        "shufflenet",
        "espmodule",
        "small-kernel-stacking",
        "parameter-count",
        "lightweight-network",
        "structure-design-compression",
    ),
    group="network",
    modes=(
        Mode(run_fire, (selector("block", "fire"), IN, *FIRE, *SIZE), Text("Fire", "Fire")),
        Mode(run_shuffle_v1, SHUFFLE_1, Text("ShuffleNet", "ShuffleNet")),
        Mode(run_shuffle_v2, SHUFFLE_2, Text("ShuffleNet V2", "ShuffleNet V2")),
        Mode(run_stack, (STACK, IN, OUT, *SIZE), Text("小卷积核", "small kernels")),
        Mode(run_esp, (selector("block", "esp"), IN, OUT, BRANCHES, *SIZE), Text("ESP", "ESP")),
    ),
    source="Iandola et al., SqueezeNet, 2016; Zhang et al., ShuffleNet, 2018",
    asks=(
        Text("为什么用小卷积核代替大卷积核？", "Why does a small kernel replace a large one?"),
        Text("Fire 模块为什么省参数？", "Why does a fire module save weights?"),
    ),
    presets=(Preset(Text("fire2", "fire2"), {"block": "fire", "c_in": 96}, "SqueezeNet table 1"),),
    examples=(
        Example(
            {"block": "fire", "c_in": 96, "squeeze": 16, "expand1": 64, "expand3": 64},
            {"params": 11_920, "out_channels": 128},
            "Iandola et al., 2016, table 1, fire2",
        ),
        Example(
            {"block": "fire", "c_in": 512, "squeeze": 64, "expand1": 256, "expand3": 256},
            {"params": 197_184},
            "Iandola et al., 2016, table 1, fire9",
        ),
    ),
)
