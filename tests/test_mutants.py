"""The faults that mutation testing puts into the program, and the list of those explained."""

import ast
import tomllib
from pathlib import Path

import pytest

from tools.mutants import mutants, mutated

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
