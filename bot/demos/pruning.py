"""Pruning by magnitude, by second order and by rows, and what a sparse matrix really costs.

round(sparsity · n) weights of least importance become 0:

    magnitude |w|,    Taylor |g w|,    Optimal Brain Damage ½ h w²

Structured pruning removes whole rows (output channels) by their L1 or L2 norm and needs no
special kernels. Unstructured sparsity must store an index beside every value that stays.

Source: LeCun, Denker and Solla 1990; Han et al. 2015; Li et al. 2017; Molchanov et al. 2017.
"""

from typing import Any

import numpy as np

from bot.demos._fields import SEED
from bot.demos._params import Array, Choice, Flag, Float, Int, refuse
from bot.demos._pruning_charts import cut_histogram, weight_map
from bot.demos._pruning_price import FINETUNE, STORAGE
from bot.demos._spec import Demo, Example, Mode, Only, Preset, Result
from bot.numerics.sparsity import keep_mask, norms, saliency
from bot.text import Text


def run(w: np.ndarray, sparsity: float, criterion: str, structured: bool) -> Result:
    """The mask of what stays, by the size of weights or of rows."""
    importance = norms(w, criterion, structured)
    return _result(w, keep_mask(importance, sparsity), importance, structured)


def run_saliency(
    w: np.ndarray,
    grad: np.ndarray | None,
    hessian_diag: np.ndarray | None,
    sparsity: float,
    criterion: str,
    structured: bool,
) -> Result:
    """The mask of what stays, by the estimated change of the loss."""
    factor = hessian_diag if criterion == "obd" else grad
    if factor is None or factor.shape != w.shape:
        name = "hessian_diag" if criterion == "obd" else "grad"
        raise refuse(
            f"{criterion} 需要与 w 同形状的 {name}", f"{criterion} needs {name} shaped as w"
        )
    importance = saliency(w, factor, criterion, structured)
    return _result(w, keep_mask(importance, sparsity), importance, structured)


def _result(w: np.ndarray, kept: np.ndarray, importance: np.ndarray, structured: bool) -> Result:
    mask = np.broadcast_to(kept.reshape(-1, *[1] * (w.ndim - 1)), w.shape) if structured else kept
    values: dict[str, Any] = {
        "mask": mask,
        "nnz": int(mask.sum()),
        "pruned": w * mask + 0.0,
        "importance": importance,
    }
    if structured:
        values["kept_rows"] = np.flatnonzero(kept)
    share = 1 - mask.mean()
    insight = Text(
        f"剪掉 {share:.0%} 的权重；"
        + ("整行删除，直接变快" if structured else "非结构化稀疏要存索引，不会同比变小变快"),
        f"{share:.0%} of the weights are gone; "
        + (
            "whole rows vanish, so it really gets faster"
            if structured
            else "without structure indices must be stored, so size and time fall less"
        ),
    )
    charts = (cut_histogram(w, mask), weight_map(w * mask))
    formula = rf"{mask.size}-\mathrm{{nnz}}={mask.size}-{values['nnz']}={mask.size - values['nnz']}"
    return Result(values, insight, charts, formula)


def build(rows: int, columns: int, seed: int) -> dict[str, Any]:
    """Gaussian weights."""
    return {"w": np.random.default_rng(seed).normal(size=(rows, columns)).round(4).tolist()}


def _like(name: str, zh: str, en: str, seed: int) -> Array:
    return Array(name, Text(zh, en), build(6, 6, seed)["w"], (1, 2, 3, 4), -1e6, 1e6, optional=True)


W = Array("w", Text("权重", "weights"), build(6, 6, 0)["w"], (1, 2, 3, 4), -1e6, 1e6)
SPARSITY = Float(
    "sparsity", Text("稀疏度", "sparsity"), 0.5, 0, 1, (0, 0.99), cues=("稀疏", "sparsity")
)
STRUCTURED = Flag("structured", Text("按整行", "whole rows"), False)
SIZE = (
    Choice("criterion", Text("标准", "criterion"), "magnitude", ("magnitude", "l1", "l2")),
    STRUCTURED,
)
SECOND = (Choice("criterion", Text("标准", "criterion"), "taylor", ("taylor", "obd")), STRUCTURED)
FACTORS = (_like("grad", "梯度", "gradient", 1), _like("hessian_diag", "海森对角", "Hessian", 2))
CONTROLS = (
    Int("rows", Text("行", "rows"), 6, 1, 64, (2, 16)),
    Int("columns", Text("列", "columns"), 6, 1, 64, (2, 16)),
    SEED,
)

DEMO = Demo(
    title=Text("剪枝：幅值·结构化·微调", "Pruning: magnitude, structured, fine-tune"),
    topics=("pruning", "structured-pruning", "model-compression", "fine-tuning"),
    group="compression",
    modes=(
        Mode(run, (W, SPARSITY, *SIZE), Text("按大小", "by size"), CONTROLS, build),
        Mode(
            run_saliency,
            (W, *FACTORS, SPARSITY, *SECOND),
            Text("按损失", "by loss"),
            only=(
                Only("grad", "criterion", ("taylor",)),
                Only("hessian_diag", "criterion", ("obd",)),
            ),
        ),
        STORAGE,
        FINETUNE,
    ),
    source="LeCun et al. 1990; Han et al. 2015; Li et al. 2017",
    asks=(
        Text("结构化与非结构化剪枝怎么选？", "Structured or unstructured pruning: which?"),
        Text("为什么小权重不一定不重要？", "In pruning, why may a small weight still matter?"),
        Text("剪枝后为什么要微调？", "Why fine-tune a pruned model?"),
    ),
    presets=(Preset(Text("剪掉一半的行", "half of the rows"), {"structured": True}),),
    examples=(
        Example({"w": [3.0, -1.0, 2.0, 4.0]}, {"mask": [1, 0, 0, 1], "nnz": 2}, "by hand"),
        Example(
            {"op": "storage", "sparsity": 0.9, "bits_value": 32, "bits_index": 32},
            {"ratio": 5.0},
            "32 + 32 bits for a tenth",
        ),
    ),
)
