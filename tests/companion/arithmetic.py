"""Numbers of a note computed again without a demo: closed forms and equations in its text.

A closed form is arithmetic: numbers, ``+ - * / // % **``, parentheses and a few functions. It is
read with ast and computed node by node; nothing else is ever evaluated.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "ln": math.log,
    "log10": math.log10,
    "exp": math.exp,
    "tanh": math.tanh,
    "sin": math.sin,
    "cos": math.cos,
    "floor": math.floor,
    "ceil": math.ceil,
    "max": max,
    "min": min,
}
_LATEX = (
    (r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\\lfloor", "floor("),
    (r"\\rfloor", ")"),
    (r"\\(?:ln|log) ?(\d[\d.]*)", r"ln(\1)"),
    (r"\\(max|min|ln|exp)(?![a-z])", r"\1"),
    (r"\\times|\\cdot|×", "*"),
    (r"\\approx", "="),
    (r"\^\{([^{}]*)\}", r"**(\1)"),
    (r"\^", "**"),
    (r"\\[,;!]|\{,\}", ""),
    (r"\\%", "%"),
)
_CHAIN = re.compile(r"(?<![^\W\d_])(?:[\d.\s()+\-*/,=%]|(?:floor|sqrt|ln|max|min|exp)(?=\())+")
_WRITTEN = re.compile(r"\s*(-?\d+(?:\.(\d+))?)\s*(%?)\s*")


def compute(expression: str) -> float:
    """The value of a closed form. Raises ValueError for anything but arithmetic.

    >>> compute("4 * (512**2 + 512)"), compute("floor(7 / 2) - sqrt(4)")
    (1050624, 1.0)
    """
    try:
        return _value(ast.parse(expression.strip(), mode="eval").body)
    except (SyntaxError, TypeError, ZeroDivisionError, OverflowError) as error:
        raise ValueError(expression) from error


def _value(node: ast.AST) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*map(_value, given))
    raise ValueError(ast.dump(node))


def equations(text: str) -> Iterator[tuple[str, str, float, float, float]]:
    r"""Each equation of numbers in a text: left, right, their values, and what rounding allows.

    Only equations whose right side is written as one number, and whose left side is computed.

    >>> [(a, b) for a, b, *_ in equations(r"with $n=3$, $2\times3^2=18$ and $1/8\approx0.13$")]
    [('2*3**2', '18'), ('1/8', '0.13')]
    """
    for pattern, plain in _LATEX:
        text = re.sub(pattern, plain, text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    for chain in _CHAIN.findall(text):
        sides = [side.strip(" \n,.") for side in chain.split("=")]
        for left, right in pairwise(sides):
            written = _WRITTEN.fullmatch(right)
            if not written or not re.search(r"[+*/(]|(?<=\d)\s*-", left):
                continue
            try:
                value = compute(left)
            except ValueError:
                continue
            scale = 0.01 if written[3] else 1.0
            half = 0.5 * 10.0 ** -len(written[2] or "") * scale
            yield left, right, value, float(written[1]) * scale, half
