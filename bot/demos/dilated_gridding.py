"""Stacked dilated convolutions: the grid of unused pixels, and hybrid dilation that avoids it.

    k_eff = k + (k − 1)(d − 1),    RF = 1 + (k − 1) Σ d

Along one axis, how often each input is used is the convolution of the dilated kernels of ones.
Hybrid dilated convolution asks that the largest gap between used pixels of layer 2,

    M_i = max(M_{i+1} − 2 r_i, 2 r_i − M_{i+1}, r_i),    M_n = r_n,

be at most k — and that the rates share no factor, without which [2, 2, 2] would pass.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation", WACV 2018, equation 2.
"""

import math

import numpy as np

from bot.demos._charts import Chart, Heatmap, Lines, Series
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

MOST_INPUTS, MOST_DRAWN = 100_000, 41


def run(k: int, rates: np.ndarray) -> Result:
    """Use of every input by one output of the stack, and the HDC rule."""
    reach = 1 + (k - 1) * int(rates.sum())
    if reach > MOST_INPUTS or k ** len(rates) > 2**53:
        raise refuse("感受野太大，算不清覆盖次数", "the field is too large to count its coverage")
    coverage = _coverage(k, rates)
    used = coverage > 0
    m2, common = _second_gap(rates.tolist()), math.gcd(*rates.tolist())
    values = {
        "effective_k": k + (k - 1) * (rates - 1),
        "final_rf": reach,
        "coverage": coverage.astype(np.int64),
        "holes": int((~used).sum()),
        "coverage_ratio_2d": float(used.mean() ** 2),
        "hdc_m2": m2,
        "hdc_ok": m2 <= k and common == 1,
    }
    insight = _insight(rates.tolist(), reach, int(used.sum()))
    relation = r"\le" if m2 <= k else ">"
    formula = (
        rf"\mathrm{{RF}}=1+({k}-1)({'+'.join(map(str, rates))})={reach},\quad "
        rf"M_2={m2}{relation}{k}=k,\quad \gcd={common}"
    )
    return Result(values, insight, (_map(coverage), _profile(coverage)), formula)


def _coverage(k: int, rates: np.ndarray) -> np.ndarray:
    """How many paths lead from each input to one output, along one axis."""
    counts = np.ones(1)
    for rate in rates.tolist():
        wider = np.zeros(len(counts) + (k - 1) * rate)
        for tap in range(k):
            wider[tap * rate : tap * rate + len(counts)] += counts
        counts = wider
    return counts


def _second_gap(rates: list[int]) -> int:
    gap = rates[-1]
    for rate in rates[-2:0:-1]:
        gap = max(gap - 2 * rate, 2 * rate - gap, rate)
    return gap


def _insight(rates: list[int], reach: int, used: int) -> Text:
    if used < reach:
        return Text(
            f"{rates} 感受野 {reach}×{reach}，却只用到 {used**2}/{reach**2} 个像素：网格效应",
            f"{rates} has a field of {reach}×{reach} but uses {used**2} of {reach**2} pixels: "
            "gridding",
        )
    return Text(
        f"{rates} 感受野 {reach}×{reach}，每个像素都用到，没有洞",
        f"{rates} has a field of {reach}×{reach} and uses every pixel: no hole",
    )


def _map(coverage: np.ndarray) -> Chart:
    spare = max(0, len(coverage) - MOST_DRAWN) // 2
    shown = coverage[spare : spare + MOST_DRAWN]
    counts = np.outer(shown, shown)
    holes = tuple((int(i), int(j), "bad") for i, j in np.argwhere(counts == 0))
    return Heatmap(
        Text("每个输入像素被用的次数(红色是洞)", "Uses of each input pixel (holes in red)"),
        Text("列(像素)", "column (pixels)"),
        Text("行(像素)", "row (pixels)"),
        counts.tolist(),
        numbers=len(shown) <= 15,
        marks=holes,
    )


def _profile(coverage: np.ndarray) -> Chart:
    spare = max(0, len(coverage) - 400) // 2
    shown = coverage[spare : spare + 400]
    x = np.arange(len(shown)) + spare - len(coverage) // 2
    line = Series(Text("次数", "uses"), x.tolist(), shown.tolist(), points=True)
    axes = Text("离中心的像素", "pixels from the centre"), Text("使用次数", "uses")
    return Lines(Text("沿一条轴", "Along one axis"), *axes, (line,))


def build(rate_1: int, rate_2: int, rate_3: int) -> dict[str, list[int]]:
    """Three layers."""
    return {"rates": [rate_1, rate_2, rate_3]}


PARAMS = (
    Int("k", Text("核边长", "kernel size"), 3, 1, 101, (2, 5), cues=("卷积核", "kernel")),
    Array("rates", Text("膨胀率", "dilation rates"), (2, 2, 2), low=1, high=10_000, whole=True),
)
CONTROLS = tuple(
    Int(
        f"rate_{i}",
        Text(f"第 {i} 层膨胀率", f"rate of layer {i}"),
        2,
        1,
        100,
        (1, 9),
        cues=("膨胀率",),
    )
    for i in (1, 2, 3)
)

DEMO = Demo(
    title=Text("空洞卷积：网格效应与 HDC", "Dilated convolution: gridding and HDC"),
    topics=(
        "gridding-effect",
        "hybrid-dilated-convolution",
        "dilated-convolution",
        "dilation-rate",
    ),
    group="convolution",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Wang et al., WACV 2018",
    asks=(
        Text("什么是网格效应？怎么避免？", "What is gridding, and how do you avoid it?"),
        Text("空洞卷积为什么不利于小目标？", "Can dilated convolution hurt small objects?"),
    ),
    presets=(
        Preset(Text("[1,2,5] 无洞", "[1,2,5]: no hole"), {"rates": [1, 2, 5]}, "Wang et al., 2018"),
        Preset(Text("[1,2,9] 不满足", "[1,2,9] fails"), {"rates": [1, 2, 9]}, "Wang et al., 2018"),
    ),
    examples=(
        Example({"rates": [1, 2, 5]}, {"hdc_m2": 2, "hdc_ok": True, "holes": 0}, "Wang 2018"),
        Example({"rates": [1, 2, 9]}, {"hdc_m2": 5, "hdc_ok": False}, "Wang 2018"),
        Example({}, {"final_rf": 13, "coverage_ratio_2d": 49 / 169, "hdc_ok": False}, "Wang 2018"),
    ),
)
