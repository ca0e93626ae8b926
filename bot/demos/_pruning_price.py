"""What pruning gains and costs: bytes with indices, accuracy before and after fine-tuning."""

from bot.demos._fields import selector
from bot.demos._params import Float, Int, refuse
from bot.demos._pruning_charts import accuracy_curves, compression_curve
from bot.demos._spec import Mode, Result
from bot.numerics.digits_net import accuracy, pruned_accuracies, trained
from bot.text import Text


def run_storage(
    op: str, n_weights: int, sparsity: float, bits_value: int, bits_index: int
) -> Result:
    """Bytes of the dense tensor and of its values with indices."""
    left = n_weights - round(sparsity * n_weights)
    if left == 0:
        raise refuse("权重全剪光了，没有压缩比", "nothing is left, so there is no ratio")
    dense, sparse = n_weights * bits_value / 8, left * (bits_value + bits_index) / 8
    insight = Text(
        f"稀疏度 {sparsity:.0%} 只压缩 {dense / sparse:.2f} 倍，因为每个值还要 {bits_index} 位索引",
        f"Sparsity {sparsity:.0%} compresses only {dense / sparse:.2f} times, for every value "
        f"carries an index of {bits_index} bits",
    )
    formula = (
        rf"\frac{{{n_weights}\cdot{bits_value}}}{{{left}\cdot({bits_value}+{bits_index})}}"
        rf"={dense / sparse:.4g}"
    )
    values = {"dense_bytes": dense, "sparse_bytes": sparse, "ratio": dense / sparse}
    return Result(values, insight, (compression_curve(bits_value, bits_index),), formula)


def run_finetune(op: str, sparsity: float, steps: int) -> Result:
    """Accuracy on digits right after magnitude pruning and after fine-tuning what stays."""
    dense = accuracy(trained())
    before, after = pruned_accuracies(sparsity, steps)
    levels = sorted({0.0, 0.5, 0.7, 0.8, 0.9, sparsity})
    insight = Text(
        f"稀疏度 {sparsity:.0%}：剪后 {before:.1%}，"
        f"微调 {steps} 步后 {after:.1%}(稠密 {dense:.1%})",
        f"Sparsity {sparsity:.0%}: {before:.1%} right after pruning, {after:.1%} after {steps} "
        f"steps of fine-tuning (dense {dense:.1%})",
    )
    chart = accuracy_curves(levels, [pruned_accuracies(level, steps) for level in levels])
    values = {"dense_accuracy": dense, "pruned_accuracy": before, "tuned_accuracy": after}
    formula = rf"{dense:.3f}\to{before:.3f}\to{after:.3f}"
    return Result(values, insight, (chart,), formula)


SPARSITY = Text("稀疏度", "sparsity")
STORAGE_PARAMS = (
    selector("op", "storage"),
    Int("n_weights", Text("权重数", "weights"), 1_000_000, 1, 10**12, (1000, 10**7)),
    Float("sparsity", SPARSITY, 0.9, 0, 1, (0, 0.99)),
    Int("bits_value", Text("每个值的位数", "bits per value"), 32, 1, 64, (4, 32)),
    Int("bits_index", Text("每个索引的位数", "bits per index"), 16, 0, 64, (0, 32)),
)
FINETUNE_PARAMS = (
    selector("op", "finetune"),
    Float("sparsity", SPARSITY, 0.8, 0, 0.99, step=0.1),
    Int("steps", Text("微调步数", "fine-tuning steps"), 20, 0, 60),
)
STORAGE = Mode(run_storage, STORAGE_PARAMS, Text("存储", "storage"))
FINETUNE = Mode(run_finetune, FINETUNE_PARAMS, Text("微调", "fine-tuning"))
