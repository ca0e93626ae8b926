"""Grouped convolution and the channel shuffle that lets groups talk.

With g groups every output channel reads C_in/g channels, so weights and MACs fall to 1/g (no bias
counted, same padding, stride 1). Two grouped layers on top of each other still see one group; a
shuffle between them, view (g, C/g) then transpose, spreads each group over all groups.

``reach_*`` counts the input channels that reach output channel 0 after two grouped layers.

Source: Zhang et al., ShuffleNet, CVPR 2018, figure 1.
"""

from bot.demos._charts import Chart, Graph
from bot.demos._fields import PARAMETERS, Values, channels, cost_bars, kernel, side
from bot.demos._params import Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.text import Text

MOST_DRAWN = 24


def run(c_in: int, c_out: int, k: int, groups: int, h: int, w: int) -> Result:
    """Cost of the grouped layer, the order after the shuffle, and how far information travels."""
    if c_in % groups or c_out % groups:
        wrong = f"c_in={c_in}, c_out={c_out}"
        raise refuse(f"groups={groups} 必须整除 {wrong}", f"groups={groups} must divide {wrong}")
    params = c_out * (c_in // groups) * k * k
    order = shuffled(c_out, groups)
    plain = sorted(_reached(list(range(c_out)), c_in, groups))
    mixed = sorted(_reached(order, c_in, groups))
    values: Values = {
        "params": params,
        "macs": params * h * w,
        "standard_params": c_out * c_in * k * k,
        "reduction": groups,
        "shuffled_order": order,
        "reach_without_shuffle": len(plain),
        "reach_with_shuffle": len(mixed),
    }
    charts = (*_wirings(c_in, groups, (order, list(range(c_out))), (mixed, plain)), _bars(values))
    numbers = rf"\frac{{{c_in}}}{{{groups}}}\cdot{c_out}\cdot{k}^2={params}"
    formula = rf"\frac{{C_{{in}}}}{{g}}C_{{out}}k^2={numbers}"
    return Result(values, _insight(values, c_in, groups), charts, formula)


def shuffled(count: int, groups: int) -> list[int]:
    """Old channel at every new place after a shuffle.

    >>> shuffled(6, 3)
    [0, 2, 4, 1, 3, 5]
    """
    size = count // groups
    return [g * size + i for i in range(size) for g in range(groups)]


def _reached(order: list[int], c_in: int, groups: int) -> set[int]:
    """Input channels that feed output channel 0: it reads the first group of ``order``."""
    size_in, size_out = c_in // groups, len(order) // groups
    feeding = {channel // size_out for channel in order[:size_out]}
    return {group * size_in + i for group in feeding for i in range(size_in)}


def _insight(values: Values, c_in: int, groups: int) -> Text:
    with_shuffle, without = values["reach_with_shuffle"], values["reach_without_shuffle"]
    return Text(
        f"参数与计算降为 1/{groups}；两层后一个输出只见 {without}/{c_in} 个输入通道，"
        f"混洗一次见到 {with_shuffle} 个",
        f"Cost falls to 1/{groups}; after two layers an output sees {without} of {c_in} input "
        f"channels, with one shuffle {with_shuffle}",
    )


def _bars(values: Values) -> Chart:
    costs = (
        (Text("普通卷积", "standard"), values["standard_params"]),
        (Text("分组卷积", "grouped"), values["params"]),
    )
    return cost_bars(Text("参数量", "Parameters"), PARAMETERS, costs)


def _wirings(
    c_in: int, groups: int, orders: tuple[list[int], ...], reached: tuple[list[int], ...]
) -> tuple[Chart, ...]:
    """Both diagrams, or none when there are too many channels to look at."""
    if max(c_in, len(orders[0])) > MOST_DRAWN:
        return ()
    titles = Text("有混洗", "With the shuffle"), Text("无混洗", "Without the shuffle")
    return tuple(
        _wiring(title, order, seen, c_in, groups)
        for title, order, seen in zip(titles, orders, reached, strict=True)
    )


def _wiring(title: Text, order: list[int], reached: list[int], c_in: int, groups: int) -> Graph:
    """Channels of input, middle and output; the paths that end in output 0 stand out."""
    size_in, size_out = c_in // groups, len(order) // groups
    used = {*order[:size_out]}
    nodes = [
        *((f"x{i}", i, 0, str(i), "good" if i in reached else "muted") for i in range(c_in)),
        *((f"m{i}", i, 1, str(i), "good" if i in used else "muted") for i in range(len(order))),
        *((f"y{i}", i, 2, str(i), "main" if i == 0 else "muted") for i in range(len(order))),
    ]
    first = [
        (f"x{i}", f"m{j}", "", "good" if j in used else "muted")
        for i in range(c_in)
        for j in range(len(order))
        if i // size_in == j // size_out
    ]
    second = [
        (f"m{old}", f"y{j}", "", "good" if j == 0 else "muted")
        for place, old in enumerate(order)
        for j in range(len(order))
        if place // size_out == j // size_out
    ]
    return Graph(title, tuple(nodes), (*first, *second))


PARAMS = (
    channels("c_in", "输入通道", "input channels", 12, (2, 64)),
    channels("c_out", "输出通道", "output channels", 12, (2, 64)),
    kernel(),
    Int("groups", Text("组数", "groups"), 3, 1, 65_536, slider=(1, 12), cues=("组数", "groups")),
    side("h", "高", "height", 8, (1, 64)),
    side("w", "宽", "width", 8, (1, 64)),
)

DEMO = Demo(
    title=Text("分组卷积与通道混洗", "Grouped convolution and channel shuffle"),
    topics=("grouped-convolution", "channel-shuffle", "shufflenet", "cross-channel-interaction"),
    group="convolution",
    modes=(Mode(run, PARAMS),),
    source="Zhang et al., ShuffleNet, CVPR 2018",
    asks=(
        Text("分组卷积的缺点是什么，怎么补救？", "What is the weakness of grouped convolution?"),
        Text("通道混洗在代码里怎么写？", "How is a channel shuffle written in code?"),
    ),
    presets=(
        Preset(Text("3 组 12 通道", "12 channels in 3 groups"), {"c_in": 12, "c_out": 12}),
        Preset(
            Text("深度卷积：每通道一组", "depthwise: a group per channel"),
            {"c_in": 12, "c_out": 12, "groups": 12},
        ),
    ),
)
