"""Knowledge distillation: learning from a teacher's softened probabilities.

    L = α T² KL(softmax(t/T) ‖ softmax(s/T)) + (1 − α) CE(softmax(s), y)

    dL/ds = α T (softmax(s/T) − softmax(t/T)) + (1 − α)(softmax(s) − onehot(y))

Each 1/T of a soft gradient is undone by one T of T², so its size hardly depends on T. The hard
loss is taken at T = 1.

Source: Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015.
"""

import numpy as np

from bot.demos._charts import Bars, Chart, Lines, Series
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.activations import log_softmax, softmax
from bot.text import Text


def run(
    teacher_logits: np.ndarray,
    student_logits: np.ndarray,
    temperature: float,
    alpha: float,
    target: int,
) -> Result:
    """Soft targets, the three losses in nats and the gradient with respect to the student."""
    _check(teacher_logits, student_logits, target)
    log_t, log_s = (log_softmax(z / temperature) for z in (teacher_logits, student_logits))
    soft_t, soft_s = np.exp(log_t), np.exp(log_s)
    kl = max(0.0, float((soft_t * (log_t - log_s)).sum()))
    kd, hard = temperature**2 * kl, float(-log_softmax(student_logits)[target])
    wrong = softmax(student_logits) - np.eye(len(soft_s))[target]
    grad = alpha * temperature * (soft_s - soft_t) + (1 - alpha) * wrong
    values = {
        "teacher_soft": soft_t,
        "student_soft": soft_s,
        "grad": grad,
        "kl": kl,
        "kd_loss": kd,
        "hard_loss": hard,
        "total_loss": alpha * kd + (1 - alpha) * hard,
        "teacher_entropy": float(-(soft_t * log_t).sum()),
    }
    charts = _bars(soft_t, soft_s), _gradient(grad), _scale(teacher_logits, student_logits)
    formula = _formula(temperature, alpha, kl, hard)
    return Result(values, _insight(soft_t, temperature), charts, formula)


def _formula(temperature: float, alpha: float, kl: float, hard: float) -> str:
    total = alpha * temperature**2 * kl + (1 - alpha) * hard
    soft = rf"{alpha:g}\cdot{temperature:g}^2\cdot{kl:.4g}"
    hint = r"\alpha T^2\,\mathrm{KL}+(1-\alpha)\,\mathrm{CE}"
    return rf"L={hint}={soft}+{1 - alpha:.3g}\cdot{hard:.4g}={total:.4g}"


def _check(teacher: np.ndarray, student: np.ndarray, target: int) -> None:
    if len(teacher) != len(student) or target >= len(student):
        raise refuse(
            f"两组 logits 应等长，target 应小于类别数 {len(student)}",
            f"both logits must be equally long and target below the {len(student)} classes",
        )


def _insight(soft: np.ndarray, temperature: float) -> Text:
    rest = 1 - float(soft.max())
    return Text(
        f"T={temperature:g} 时教师把 {rest:.1%} 的概率分给其他类，这就是暗知识；"
        "乘 T² 使梯度量级不变",
        f"At T={temperature:g} the teacher gives {rest:.1%} to the other classes, the dark "
        "knowledge; the factor T² keeps the scale of the gradient",
    )


def _classes(count: int) -> tuple[Text, ...]:
    return tuple(Text(f"类 {i}", f"class {i}") for i in range(count))


def _bars(teacher: np.ndarray, student: np.ndarray) -> Chart:
    return Bars(
        Text("软化后的概率", "Softened probabilities"),
        Text("类别", "class"),
        Text("概率", "probability"),
        _classes(len(teacher)),
        (tuple(teacher.tolist()), tuple(student.tolist())),
        (Text("教师", "teacher"), Text("学生", "student")),
    )


def _gradient(grad: np.ndarray) -> Chart:
    return Bars(
        Text("学生 logits 的梯度(负的将升高)", "Gradient of the student's logits (negative rise)"),
        Text("类别", "class"),
        Text("梯度", "gradient"),
        _classes(len(grad)),
        (tuple(grad.tolist()),),
    )


def _scale(teacher: np.ndarray, student: np.ndarray) -> Chart:
    """The size of the soft gradient with and without T², over temperatures."""
    t = np.linspace(1, 20, 58)
    gaps = softmax(student / t[:, None]) - softmax(teacher / t[:, None])
    size = np.linalg.norm(gaps, axis=1)
    with_square = Series(Text("乘 T²", "with T²"), t.tolist(), (size * t).tolist())
    without = Series(Text("不乘", "without"), t.tolist(), (size / t).tolist(), "second")
    title = Text("软损失的梯度大小", "Size of the soft gradient")
    axes = Text("温度 T", "temperature T"), Text("梯度范数(对数)", "gradient norm (log)")
    return Lines(title, *axes, (with_square, without), log_y=bool(size.min() > 0))


PARAMS = (
    Array("teacher_logits", Text("教师 logits", "teacher logits"), (6, 2, 1, -1), 1, -1e6, 1e6),
    Array("student_logits", Text("学生 logits", "student logits"), (3, 2, 1, 0), 1, -1e6, 1e6),
    Float(
        "temperature",
        Text("温度 T", "temperature T"),
        4.0,
        0.01,
        1000,
        (1, 20),
        0.5,
        cues=("温度", "temperature", "T"),
    ),
    Float("alpha", Text("软损失权重 α", "weight of the soft loss α"), 0.7, 0, 1),
    Int("target", Text("真实类别", "true class"), 0, 0, 100_000, (0, 3)),
)

DEMO = Demo(
    title=Text("知识蒸馏与温度", "Distillation with temperature"),
    topics=("knowledge-distillation", "distillation-temperature", "model-compression"),
    group="compression",
    modes=(Mode(run, PARAMS),),
    source="Hinton, Vinyals and Dean 2015",
    asks=(
        Text("温度起什么作用？太大太小会怎样？", "What does temperature do, and its extremes?"),
        Text("蒸馏的软损失为什么要乘 T²？", "Why is the distillation loss multiplied by T²?"),
    ),
    presets=(Preset(Text("高温 T=20", "hot: T=20"), {"temperature": 20}, "Hinton et al., 2015"),),
    examples=(
        Example(
            {"teacher_logits": [1, 0], "student_logits": [1, 0], "alpha": 1},
            {"kd_loss": 0.0, "total_loss": 0.0, "grad": [0.0, 0.0]},
            "equal logits: no divergence",
        ),
    ),
)
