"""No press of a button is lost: every button acts by a callback, whatever interrupts the page."""

import ast
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "bot" / "ui"
MODULES = sorted(path.relative_to(UI).as_posix() for path in UI.rglob("*.py"))


def buttons(path: Path) -> list[tuple[ast.Call, bool]]:
    """Every call of ``….button``, and whether nothing is made of what it returns."""
    tree = ast.parse(path.read_text("utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node, id(node) in alone)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "button"
    ]


@pytest.mark.parametrize("module", MODULES)
def test_a_button_acts_by_a_callback(module: str) -> None:
    for call, alone in buttons(UI / module):
        assert alone, f"{module}:{call.lineno} reads a press while the page is drawn"
        assert "on_click" in {keyword.arg for keyword in call.keywords}, f"{module}:{call.lineno}"


def test_there_are_buttons_to_look_at() -> None:
    assert sum(len(buttons(UI / module)) for module in MODULES) > 40
