"""Under- and over-fitting: polynomials of growing degree through noisy points.

    minimise ‖X w − y‖² + λ ‖w‖²,   X = [1, x, x², …]

The ridge λ also shrinks the constant. The least-squares problem is solved by singular values of
the column-scaled matrix, never by the normal equations, whose condition number is squared.

Source: Bishop, 2006, section 1.1.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Lines
from bot.demos._curves import curve
from bot.demos._fields import SEED
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.text import Text

DEGREES, FLOOR = 13, 1e-4


def run(
    x_train: np.ndarray,
    y_train: np.ndarray,
    x_test: np.ndarray,
    y_test: np.ndarray,
    degree: int,
    ridge: float,
) -> Result:
    """Coefficients, lowest power first, and the mean squared errors on both sets."""
    if len(x_train) != len(y_train) or len(x_test) != len(y_test):
        raise refuse("x 与 y 的个数不同", "x and y differ in length")
    coef = fit(x_train, y_train, degree, ridge)
    train, test = error(coef, x_train, y_train), error(coef, x_test, y_test)
    values = {"coef": coef, "train_mse": train, "test_mse": test}
    insight = Text(
        f"{degree} 阶：训练误差 {train:.4g}，测试误差 {test:.4g}；"
        "训练误差随阶数只降不升，测试误差先降后升",
        f"Degree {degree}: training error {train:.4g}, test error {test:.4g}; with the degree the "
        "first only falls, the second turns up",
    )
    fitted = _fit_chart(coef, x_train, y_train, x_test, y_test)
    curves = _error_chart(x_train, y_train, x_test, y_test, ridge)
    formula = rf"\min_w\|Xw-y\|^2+{ridge:g}\|w\|^2,\quad w\in\mathbb{{R}}^{{{degree + 1}}}"
    return Result(values, insight, (fitted, curves), formula)


def fit(x: np.ndarray, y: np.ndarray, degree: int, ridge: float) -> np.ndarray:
    """The polynomial's coefficients, lowest power first, shape ``(degree + 1,)``.

    >>> fit(np.array([0.0, 1, 2]), np.array([1.0, 3, 5]), 1, 0.0).round(6).tolist()
    [1.0, 2.0]
    """
    matrix = np.vander(x, degree + 1, increasing=True)
    if ridge > 0:
        matrix = np.vstack([matrix, np.sqrt(ridge) * np.eye(degree + 1)])
        y = np.concatenate([y, np.zeros(degree + 1)])
    scale = np.linalg.norm(matrix, axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    rcond = len(x) * np.finfo(float).eps
    return np.asarray(np.linalg.lstsq(matrix / scale, y, rcond=rcond)[0] / scale)


def error(coef: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """Mean squared error of the polynomial on the points."""
    return float(np.mean((np.vander(x, len(coef), increasing=True) @ coef - y) ** 2))


def _fit_chart(
    coef: np.ndarray,
    x_train: np.ndarray,
    y_train: np.ndarray,
    x_test: np.ndarray,
    y_test: np.ndarray,
) -> Chart:
    grid = np.linspace(min(x_train.min(), x_test.min()), max(x_train.max(), x_test.max()), 200)
    y = np.vander(grid, len(coef), increasing=True) @ coef
    reach = 2 * float(np.abs(y_train).max()) + 1
    dots = (
        (Text("训练点", "training points"), x_train, y_train, "second"),
        (Text("测试点", "test points"), x_test, y_test, "muted"),
    )
    lines = (
        curve(Text("拟合", "fit"), grid, np.where(np.abs(y) <= reach, y, np.nan)),
        *(curve(name, x, z, role, points=True, bare=True) for name, x, z, role in dots),
    )
    return Lines(Text("多项式拟合", "The polynomial fit"), Text("x", "x"), Text("y", "y"), lines)


def _error_chart(
    x_train: np.ndarray, y_train: np.ndarray, x_test: np.ndarray, y_test: np.ndarray, ridge: float
) -> Chart:
    degrees = range(min(DEGREES, len(x_train)))
    fits = [fit(x_train, y_train, d, ridge) for d in degrees]
    # An interpolating polynomial leaves an error of rounding only, which would flatten the rest.
    train, test = (
        np.maximum([error(coef, x, y) for coef in fits], FLOOR)
        for x, y in ((x_train, y_train), (x_test, y_test))
    )
    lines = (
        curve(Text("训练误差", "training error"), list(degrees), train, "second", points=True),
        curve(Text("测试误差", "test error"), list(degrees), test, "bad", points=True),
    )
    title = Text("误差与阶数", "Error against the degree")
    axes = Text("阶数", "degree"), Text(f"均方误差(≥{FLOOR:g})", f"MSE (≥{FLOOR:g})")
    return Lines(title, *axes, lines, log_y=True)


def build(seed: int, n: int, noise: float) -> dict[str, Any]:
    """Noisy points of sin 2πx: n to train, 50 to test."""
    rng = np.random.default_rng(seed)
    built: dict[str, Any] = {}
    for name, x in (("train", np.linspace(0, 1, n)), ("test", np.linspace(0.01, 0.99, 50))):
        y = np.sin(2 * np.pi * x) + noise * rng.standard_normal(len(x))
        built |= {f"x_{name}": x.round(6).tolist(), f"y_{name}": y.round(6).tolist()}
    return built


DEFAULT = build(0, 10, 0.2)
CONTROLS = (
    SEED,
    Int("n", Text("训练点数", "training points"), 10, 2, 500, slider=(4, 60)),
    Float("noise", Text("噪声标准差", "noise (standard deviation)"), 0.2, 0, 10, slider=(0, 1)),
)


def _points(name: str, zh: str) -> Array:
    return Array(name, Text(zh, name.replace("_", " ")), DEFAULT[name], low=-1e3, high=1e3)


PARAMS = (
    _points("x_train", "训练 x"),
    _points("y_train", "训练 y"),
    _points("x_test", "测试 x"),
    _points("y_test", "测试 y"),
    Int("degree", Text("多项式阶数", "degree"), 3, 0, 30, slider=(0, 12), cues=("阶数", "degree")),
    Float("ridge", Text("岭 λ", "ridge λ"), 0.0, 0, 1e6, (0, 1), 0.001),
)

DEMO = Demo(
    title=Text("欠拟合与过拟合", "Under- and over-fitting"),
    topics=("overfitting", "underfitting", "bias-variance", "l2-regularization"),
    group="training",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Bishop, Pattern Recognition and Machine Learning, 2006, section 1.1",
    asks=(Text("怎么判断过拟合？怎么解决？", "How do you recognise and cure over-fitting?"),),
    presets=(
        Preset(Text("欠拟合：1 阶", "under-fitting: degree 1"), {"degree": 1}, "Bishop fig. 1.4"),
        Preset(Text("过拟合：9 阶", "over-fitting: degree 9"), {"degree": 9}, "Bishop fig. 1.4"),
    ),
)
