"""Fine-tuning and its memory: freezing, LoRA and layer-wise learning rates.

    bytes = weights + gradients + optimiser state     state per weight: SGD 0, momentum 1, Adam 2

Only trainable weights have gradients and state; activations are not counted. LoRA trains two thin
matrices of rank r beside a frozen d_out × d_in one: r (d_in + d_out) parameters. Layer-wise rates
shrink towards the input: lr_l = base · decay^(n − 1 − l).

Sources: Kingma and Ba, 2015; Hu et al., LoRA, 2021; Howard and Ruder, ULMFiT, 2018.
"""

import numpy as np

from bot.demos._charts import Bars, Lines
from bot.demos._curves import over_steps
from bot.demos._fields import PARAMETERS, cost_bars, selector, short
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

STATES = {"adam": 2, "momentum": 1, "sgd": 0}
RESNET50 = [9_536, 215_808, 1_219_584, 7_098_368, 14_964_736, 2_049_000]


def run_freeze(
    layer_params: np.ndarray, freeze_first: int, optimizer: str, bytes_per_param: int
) -> Result:
    """Trainable parameters and bytes when the first layers are frozen."""
    if freeze_first > len(layer_params):
        raise refuse(
            f"只有 {len(layer_params)} 层可冻结", f"there are only {len(layer_params)} layers"
        )
    total, trainable = int(layer_params.sum()), int(layer_params[freeze_first:].sum())
    if total == 0:
        raise refuse("至少要有一个参数", "at least one parameter is needed")
    state = STATES[optimizer] * trainable * bytes_per_param
    training = (total + trainable) * bytes_per_param + state
    values = {
        "total": total,
        "trainable": trainable,
        "trainable_fraction": trainable / total,
        "optimizer_state_bytes": state,
        "training_bytes": training,
    }
    each = (2 + STATES[optimizer]) * bytes_per_param
    insight = Text(
        f"可训练 {trainable / total:.1%}；{optimizer} 每个可训练参数占 {each} 字节(含梯度、状态)，"
        f"共 {training / 1e6:.1f} MB",
        f"{trainable / total:.1%} trainable; {optimizer} takes {each} bytes per trainable weight "
        f"(weight, gradient, state), {training / 1e6:.1f} MB in all",
    )
    parts = total * bytes_per_param, trainable * bytes_per_param, state
    charts = _layers(layer_params, freeze_first), _memory(*parts)
    formula = rf"{trainable}/{total}={trainable / total:.4f}"
    return Result(values, insight, charts, formula)


def _layers(params: np.ndarray, freeze_first: int) -> Bars:
    names = tuple(Text(f"{i}", f"{i}") for i in range(len(params)))
    frozen = np.arange(len(params)) < freeze_first
    rows = tuple(tuple(np.where(part, params, 0).tolist()) for part in (frozen, ~frozen))
    groups = Text("冻结", "frozen"), Text("可训练", "trainable")
    title = Text("每层参数", "Parameters per layer")
    return Bars(title, Text("层", "layer"), PARAMETERS, names, rows, groups)


def _memory(weights: int, gradients: int, state: int) -> Bars:
    """Bytes as megabytes, by what they hold."""
    names = Text("权重", "weights"), Text("梯度", "gradients"), Text("状态", "state")
    sizes = tuple(size / 1e6 for size in (weights, gradients, state))
    title = Text("显存(MB)", "memory (MB)")
    return Bars(title, Text("用途", "use"), title, names, (sizes,))


def run_lora(op: str, d_in: int, d_out: int, rank: int) -> Result:
    """Parameters of the full matrix and of its low-rank update."""
    if rank > min(d_in, d_out):
        raise refuse("秩不能超过矩阵的边长", "the rank cannot exceed the sides of the matrix")
    full, lora = d_in * d_out, rank * (d_in + d_out)
    insight = Text(
        f"LoRA 只训练 {short(lora)} 个参数，"
        f"是全量 {short(full)} 的 {lora / full:.2%}，推理时可合并",
        f"LoRA trains {short(lora)} parameters, {lora / full:.2%} of {short(full)}, and can be "
        "merged for inference",
    )
    costs = ((Text("全量", "full"), full), (Text("LoRA", "LoRA"), lora))
    chart = cost_bars(Text("可训练参数", "Trainable parameters"), PARAMETERS, costs)
    formula = rf"r(d_{{in}}+d_{{out}})={rank}({d_in}+{d_out})={lora}"
    values = {"full_params": full, "lora_params": lora, "fraction": lora / full}
    return Result(values, insight, (chart,), formula)


def run_layerwise(op: str, base_lr: float, decay: float, n_layers: int) -> Result:
    """The rate of each layer, the input's first."""
    lr = base_lr * decay ** np.arange(n_layers - 1, -1, -1.0)
    insight = Text(
        f"底层学习率 {lr[0]:.3g}，顶层 {lr[-1]:.3g}：越靠近输入的特征越通用，改得越少",
        f"The first layer learns with {lr[0]:.3g}, the last with {lr[-1]:.3g}: features near the "
        "input are general and change less",
    )
    title, axis = Text("各层学习率", "Rate per layer"), Text("层", "layer")
    line = over_steps(Text("学习率", "learning rate"), lr)
    chart = Lines(title, axis, Text("学习率", "learning rate"), (line,))
    return Result({"lr": lr}, insight, (chart,), rf"{base_lr:g}\cdot{decay:g}^{{n-1-l}}")


FREEZE = (
    Array("layer_params", Text("每层参数量", "parameters per layer"), RESNET50, 1, 0, 1e12, True),
    Int("freeze_first", Text("冻结前几层", "layers frozen"), 5, 0, 100_000, slider=(0, 6)),
    Choice("optimizer", Text("优化器", "optimiser"), "adam", ("adam", "momentum", "sgd")),
    Int("bytes_per_param", Text("每个数的字节", "bytes per number"), 4, 1, 16, slider=(2, 8)),
)
LORA = (
    selector("op", "lora"),
    Int("d_in", Text("输入维", "input width"), 768, 1, 10**6, slider=(64, 8192)),
    Int("d_out", Text("输出维", "output width"), 768, 1, 10**6, slider=(64, 8192)),
    Int("rank", Text("秩 r", "rank r"), 8, 1, 10**6, slider=(1, 64), cues=("秩", "rank")),
)
LAYERWISE = (
    selector("op", "layerwise_lr"),
    Float("base_lr", Text("顶层学习率", "rate of the last layer"), 1e-3, 0, 1e6, (1e-5, 0.1), 1e-5),
    Float("decay", Text("逐层衰减", "decay per layer"), 0.9, 0, 1, (0.5, 1)),
    Int("n_layers", Text("层数", "layers"), 12, 1, 10_000, slider=(1, 48)),
)
DEMO = Demo(
    title=Text("微调：冻结·LoRA·分层学习率", "Fine-tuning: freeze, LoRA, layer-wise rates"),
    topics=("fine-tuning", "layer-freezing", "lora", "layer-wise-lr", "gpu-memory"),
    group="training",
    modes=(
        Mode(run_freeze, FREEZE, Text("冻结", "freezing")),
        Mode(run_lora, LORA, Text("LoRA", "LoRA")),
        Mode(run_layerwise, LAYERWISE, Text("分层学习率", "layer-wise rates")),
    ),
    source="Kingma and Ba, 2015; Hu et al., LoRA, 2021; Howard and Ruder, 2018",
    asks=(Text("什么时候冻结骨干网络？", "When do you freeze the backbone?"),),
    presets=(Preset(Text("全部训练", "train all"), {"freeze_first": 0}, "torchvision ResNet-50"),),
    examples=(Example({}, {"total": 25_557_032, "trainable": 2_049_000}, "torchvision ResNet-50"),),
)
