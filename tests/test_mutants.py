"""The faults that mutation testing puts into the program, and the list of those explained."""

import ast
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tools.in_place import live_functions, put_fault
from tools.mutants import faulty, mutants, mutated

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "tools" / "mutation.toml").read_text("utf-8"))
SOURCE = '''"""A docstring is left alone."""
__all__ = ["f"]
def f(a: int, b: str = "x") -> int:
    "So is this one."
    if a < 2 and not b:
        raise ValueError(b)
    while a in (1, 2.0):
        a += 1
        continue
    return a % 3 if b is None else True
'''
FAULTS = [
    "another text than 'x'", "And -> Or", "Lt -> LtE", "2 -> 3", "condition turned round",
    "Raise -> Pass", "condition turned round", "AugAssign -> Pass", "Continue -> Pass",
    "In -> NotIn", "1 -> 2", "2.0 -> 3.1", "Add -> Sub", "1 -> 2", "return None",
    "condition turned round", "Mod -> Mult", "3 -> 4", "Is -> IsNot", "True -> False",
]  # fmt: skip


def test_the_faults_of_a_module_are_those_of_the_literature() -> None:
    assert sorted(mutant.fault for mutant in mutants(SOURCE)) == sorted(FAULTS)


def test_every_fault_changes_the_module_and_leaves_it_a_module() -> None:
    plain = ast.unparse(ast.parse(SOURCE))
    made = [mutated(SOURCE, mutant) for mutant in mutants(SOURCE)]
    assert len({plain, *made}) == len(FAULTS) + 1
    for source in made:
        compile(source, "mutant", "exec")
        assert "So is this one." in source and "'f'" in source


@pytest.mark.parametrize("nothing", ["", " None", " False", " ''", " 0"])
def test_a_result_that_is_as_good_as_none_is_not_thrown_away(nothing: str) -> None:
    source = f"def f():\n    return{nothing}"
    assert "return None" not in [mutant.fault for mutant in mutants(source)]


def test_a_faulty_name_of_an_encoding_is_none() -> None:
    source = "text = b'x'.decode('utf-8')"
    named = next(m for m in mutants(source) if m.fault == "another text than 'utf-8'")
    with pytest.raises(LookupError):
        exec(mutated(source, named), {})


MODULE = """
from functools import cache
LIMIT = 2
LONG = LIMIT * 2
def small(x, least=0):
    return least < x < LIMIT
@cache
def twice(x):
    return (lambda y: y + x)(x)
class Box:
    size = 3
    @property
    def whole(self):
        return self.size > 3
"""
TAKEN = "from bot.tried import LIMIT, LONG, Box, small, twice"
SEEN = "[LIMIT, LONG, small(1), small(0), small(2), twice(1), Box().whole]"


@pytest.mark.parametrize(
    ("text", "fault", "seen"),
    [
        ("LIMIT = 2", "2 -> 3", [3, 6, True, False, True, 2, False]),
        ("LONG = LIMIT * 2", "Mult -> Div", [2, 1.0, True, False, False, 2, False]),
        ("    return least < x < LIMIT", "Lt -> LtE", [2, 4, True, True, False, 2, False]),
        ("    return (lambda y: y + x)(x)", "Add -> Sub", [2, 4, True, False, False, 0, False]),
        ("        return self.size > 3", "Gt -> GtE", [2, 4, True, False, False, 2, True]),
        ("def small(x, least=0):", "0 -> 1", None),
        ("    size = 3", "3 -> 4", None),
    ],
)
def test_a_fault_put_in_place_is_seen_by_who_imported_before(
    text: str, fault: str, seen: list[object] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, user = ModuleType("bot.tried"), ModuleType("bot.user")
    for module, source in ((tried, MODULE), (user, TAKEN)):
        monkeypatch.setitem(sys.modules, module.__name__, module)
        exec(source, vars(module))
    assert eval(SEEN, vars(user)) == [2, 4, True, False, False, 2, False]
    lines = MODULE.split("\n")
    chosen = next(m for m in mutants(MODULE) if (lines[m.line - 1], m.fault) == (text, fault))
    live = live_functions(["bot.tried"])
    put = put_fault("bot.tried", ast.parse(MODULE), faulty(MODULE, chosen), live)
    assert (eval(SEEN, vars(user)) if put else None) == seen


def test_the_place_of_a_fault_is_told() -> None:
    lines = {mutant.fault: mutant.line for mutant in mutants(SOURCE)}
    assert (lines["Lt -> LtE"], lines["Mod -> Mult"]) == (5, 10)


@pytest.mark.parametrize("area", SETTINGS["area"])
def test_an_area_names_modules_and_tests_that_are_there(area: str) -> None:
    entry = SETTINGS["area"][area]
    assert entry["sample"] > 0
    assert all(list(ROOT.glob(path)) for path in (*entry["modules"], *entry["tests"]))


@pytest.mark.parametrize("entry", SETTINGS.get("explained", []), ids=lambda e: e["text"][:40])
def test_an_explained_mutant_can_still_be_made(entry: dict[str, str]) -> None:
    source = (ROOT / entry["module"]).read_text("utf-8")
    lines = source.split("\n")
    made = {(lines[mutant.line - 1].strip(), mutant.fault) for mutant in mutants(source)}
    assert (entry["text"], entry["fault"]) in made
    assert len(entry["why"]) > 20
