"""Small faults put into a module, one at a time: what a test that proves something must notice.

    mutants(source)          every mutant of a module, in the order of the text
    faulty(source, mutant)   the module with that one fault, as a tree
    mutated(source, mutant)  the same as source

The faults are those of the literature (DeMillo, Lipton and Sayward, "Hints on test data selection",
Computer 1978): another operator, another comparison, another constant, a condition turned round, a
result thrown away, a statement left out. Docstrings, type annotations, decorators, ``__all__`` and
``strict`` of ``zip`` are left alone, since nothing that runs depends on them, or all of it does.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_LEFT_OUT = ast.Expr | ast.AugAssign | ast.Continue | ast.Raise
_NEVER = "\uffffx"
"""What is put before a text, so that it equals and matches nothing.

With a letter, since the name of an encoding is read without its other signs.
"""


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """One fault: the number of its node in the order of the tree, which of its faults, and where.

    line:   of the source, counted from 1
    fault:  what was changed, such as ``Lt -> LtE``
    """

    line: int
    node: int
    which: int
    fault: str


Change = tuple[str, Callable[[], None]]


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a module.

    >>> [mutant.fault for mutant in mutants("def f(x: int = 1):\\n    return x < 2")]
    ['1 -> 2', 'return None', 'Lt -> LtE', '2 -> 3']
    """
    found = []
    for number, node in enumerate(_nodes(ast.parse(source))):
        for which, (fault, _) in enumerate(_changes(node)):
            found.append(Mutant(getattr(node, "lineno", 0), number, which, fault))
    return sorted(found)


def mutated(source: str, mutant: Mutant) -> str:
    """The module with that fault; comments are lost.

    >>> mutated("y = 1 + x", mutants("y = 1 + x")[0])
    'y = 1 - x'
    """
    return ast.unparse(faulty(source, mutant))


def faulty(source: str, mutant: Mutant) -> ast.Module:
    """The tree of the module with that fault; what is new in it has no place in the text."""
    tree = ast.parse(source)
    node = next(node for number, node in enumerate(_nodes(tree)) if number == mutant.node)
    list(_changes(node))[mutant.which][1]()
    return tree


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run, parents first."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_idle(child):
                yield from _nodes(child)


def _is_idle(node: ast.AST) -> bool:
    """Whether a node is a bare text, a list of public names or a mere assertion on lengths."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)


def _changes(node: ast.AST) -> Iterator[Change]:
    """The faults a node can have, each with what puts it there."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _BINARY:
        yield _swap(node, "op", _BINARY[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        yield _swap(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            yield _replaced(node.ops, at, _COMPARED[type(operator)]())
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield _swap(node, "test", ast.UnaryOp(ast.Not(), node.test), "condition turned round")
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Return) and not _is_nothing(node.value):
        yield _swap(node, "value", ast.Constant(None), "return None")
    if isinstance(node, ast.FunctionDef | ast.If | ast.For | ast.While | ast.With):
        for at, statement in enumerate(node.body):
            if isinstance(statement, _LEFT_OUT) and not _is_idle(statement):
                yield _replaced(node.body, at, ast.Pass())


def _constants(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield _swap(node, "value", not value)
    elif isinstance(value, int | float):
        yield _swap(node, "value", value + 1 if isinstance(value, int) else value * 1.5 + 0.1)
    elif isinstance(value, str) and value:
        yield _swap(node, "value", _NEVER + value, f"another text than {value!r}")


def _is_nothing(node: ast.expr | None) -> bool:
    """Whether a result is as good as none; a constant that says so has a fault of its own."""
    return node is None or (isinstance(node, ast.Constant) and not node.value)


def _swap(node: ast.AST, field: str, new: object, fault: str = "") -> Change:
    old = getattr(node, field)
    return fault or f"{_name(old)} -> {_name(new)}", lambda: setattr(node, field, new)


def _replaced(items: list[Any], at: int, new: ast.AST) -> Change:
    fault = f"{_name(items[at])} -> {_name(new)}"
    return fault, lambda: items.__setitem__(at, new)


def _name(value: object) -> str:
    return type(value).__name__ if isinstance(value, ast.AST) else repr(value)
