"""RepVGG: three branches while training, one 3×3 convolution when deployed.

    y = BN₃(x ∗ k₃) + BN₁(x ∗ k₁) + BN_id(x)  =  x ∗ k + b
    k = Σ k_i γ_i/√(σ_i² + ε),    b = Σ (β_i − μ_i γ_i/√(σ_i² + ε))

The 1×1 kernel is padded with zeros and the identity is a centred 1. The statistics are the
running ones; the identity branch exists only where inputs and outputs are equally many and the
stride is 1.

Source: Ding et al., "RepVGG: Making VGG-style ConvNets Great Again", CVPR 2021, section 3.3.
"""

import numpy as np

from bot.demos._fields import SEED
from bot.demos._latex import scientific
from bot.demos._params import Array, Flag, Float, Int, Rows, refuse
from bot.demos._repvgg import build, kernel_charts, output_chart
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.convolution import conv2d
from bot.numerics.maps import per_image
from bot.numerics.reparameterisation import as_3x3, branches, fold, identity_kernel
from bot.text import Text

Norm = np.ndarray
Parts = list[tuple[np.ndarray, np.ndarray]]
MOST_WORK = 20_000_000


def run(
    x: np.ndarray,
    k3: np.ndarray,
    k1: np.ndarray,
    bn3: np.ndarray,
    bn1: np.ndarray,
    bn_identity: np.ndarray | None,
    eps: float,
) -> Result:
    """Both forms of the block on ``x`` (C, H, W) or a batch, and their largest difference."""
    parts = _parts(x.shape[-3], k3, k1, bn3, bn1, bn_identity)
    if x.size * k3.size // k3.shape[1] > MOST_WORK:
        raise refuse("输入太大", "the input is too large")
    folded = [fold(kernel, norm, eps) for kernel, norm in parts]
    kernel = np.sum([part for part, _ in folded], axis=0)
    bias = np.sum([part for _, part in folded], axis=0)
    train = per_image(x, lambda image: branches(image, parts, eps))
    deploy = per_image(x, lambda image: conv2d(image, kernel, bias, padding=1))
    worst = float(np.abs(train - deploy).max())
    values = {
        "fused_kernel": kernel,
        "fused_bias": bias,
        "y_train": train,
        "y_deploy": deploy,
        "max_abs_diff": worst,
    }
    charts = (*kernel_charts([part for part, _ in folded], kernel), output_chart(train, deploy))
    formula = _formula(bn3[0, 0] / np.sqrt(bn3[3, 0] + eps), worst)
    return Result(values, _insight(len(parts), worst), charts, formula)


def _insight(branches: int, worst: float) -> Text:
    return Text(
        f"{branches} 条分支并成一个 3×3 卷积，输出最大相差 {worst:.1e}；速度和显存按单路算",
        f"{branches} branches become one 3×3 convolution; the outputs differ by at most "
        f"{worst:.1e}, and speed and memory are those of a plain network",
    )


def _formula(scale: float, worst: float) -> str:
    return (
        r"k=\sum_i k_i\frac{\gamma_i}{\sqrt{\sigma_i^2+\epsilon}},\quad "
        rf"\frac{{\gamma_3}}{{\sigma_3}}={scale:.4g},\ |y-y'|\le{scientific(worst, 2)}"
    )


def _parts(
    channels: int, k3: np.ndarray, k1: np.ndarray, bn3: Norm, bn1: Norm, bn_identity: Norm | None
) -> Parts:
    """The kernels of all branches as 3×3 ones, with their norms."""
    outputs = len(k3)
    k1 = k1[:, :, None, None] if k1.ndim == 2 else k1
    if k3.shape != (outputs, channels, 3, 3) or k1.shape != (outputs, channels, 1, 1):
        raise refuse(
            f"k3 应为 [O, {channels}, 3, 3],k1 应为 [O, {channels}, 1, 1]",
            f"k3 must be [O, {channels}, 3, 3] and k1 [O, {channels}, 1, 1]",
        )
    if bn_identity is not None and channels != outputs:
        raise refuse(
            f"恒等分支要求输入输出通道相等，这里是 {channels} 和 {outputs}",
            f"the identity branch needs as many outputs as inputs, not {channels} and {outputs}",
        )
    parts = [(k3, bn3), (as_3x3(k1), bn1)]
    if bn_identity is not None:
        parts.append((identity_kernel(channels), bn_identity))
    if any(norm.shape[1] != outputs or (norm[3] < 0).any() for _, norm in parts):
        raise refuse(
            f"BN 的四行各要 {outputs} 个数，方差不能为负",
            f"each row of a BN needs {outputs} numbers, the variance none below 0",
        )
    return parts


BN_ROWS = (
    ("gamma", "weight"),
    ("beta", "bias"),
    ("mean", "running_mean", "mu"),
    ("var", "running_var", "variance"),
)
START = build(2, 5, True, 0)


def _norm(name: str, zh: str, en: str) -> Rows:
    return Rows(name, Text(zh, en), START[name], BN_ROWS, optional=name == "bn_identity")


PARAMS = (
    Array("x", Text("输入", "input"), START["x"], (3, 4), -1e6, 1e6),
    Array("k3", Text("3×3 核", "3×3 kernel"), START["k3"], 4, -1e6, 1e6),
    Array("k1", Text("1×1 核", "1×1 kernel"), START["k1"], (2, 4), -1e6, 1e6),
    _norm("bn3", "3×3 的 BN", "BN of the 3×3"),
    _norm("bn1", "1×1 的 BN", "BN of the 1×1"),
    _norm("bn_identity", "恒等的 BN", "BN of the identity"),
    Float("eps", Text("ε", "ε"), 1e-5, 0, 10, (1e-6, 0.1), 1e-6, above=True),
)
CONTROLS = (
    Int("channels", Text("通道", "channels"), 2, 1, 8, (1, 4)),
    Int("side", Text("边长", "side"), 5, 1, 16, (3, 9)),
    Flag("identity", Text("恒等分支", "identity branch"), True),
    SEED,
)

DEMO = Demo(
    title=Text("RepVGG 结构重参数化", "RepVGG re-parameterisation"),
    topics=("structural-reparameterization", "bn-folding", "repvgg", "multi-branch"),
    group="network",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Ding et al., CVPR 2021",
    asks=(
        Text("为什么训练多分支、推理单路？", "Why many branches to train and one to deploy?"),
        Text("RepVGG 怎样把 BN 折叠进卷积？", "How does RepVGG fold BN into a convolution?"),
    ),
    presets=(
        Preset(
            Text("没有恒等分支", "no identity branch"),
            {"bn_identity": None},
            "Ding et al., CVPR 2021, figure 2",
        ),
    ),
    examples=(
        Example(
            {
                "x": [[[1.0]]],
                "k3": [[[[0, 0, 0], [0, 2, 0], [0, 0, 0]]]],
                "k1": [[[[1.0]]]],
                "bn3": [[1], [0], [0], [1]],
                "bn1": [[1], [0], [0], [1]],
                "bn_identity": None,
                "eps": 1e-12,
            },
            {"y_deploy": [[[3.0]]], "fused_bias": [0.0]},
            "by hand: 2 + 1",
        ),
    ),
)
