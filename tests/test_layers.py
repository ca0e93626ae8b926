"""The order of the layers, read from the source with ast: imports go left, never right.

See the rules of the architecture in docs/architecture.md. Nothing is imported to check it.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    ("errors", "text", "passage", "resources", "tables", "folders", "userdata"),
    ("clean",),
    ("split",),
    ("corpus", "companion"),
    ("analysis",),
    ("index",),
    ("search", "highlight", "keyword"),
    ("numerics",),
    ("demos",),
    ("related", "stated", "facts"),
    ("judging",),
    ("telling",),
    ("answer", "reading", "neighbours", "dialogue", "smalltalk", "asked"),
    ("explanation", "reasons"),
    ("kept",),
    ("library",),
    ("engine",),
    ("evaluation",),
    ("interview",),
    ("serialization", "jsonlines", "imports", "clock"),
    ("commands",),
    ("cli", "__main__"),
    ("ui",),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
ONLY_UNDER = {
    "streamlit": ("bot/ui",),
    "altair": ("bot/ui",),
    "pandas": ("bot/ui",),
    "jieba": ("bot/analysis/tokenizer.py",),
    "rank_bm25": ("bot/index/bm25.py",),
}
FORBIDDEN = {"pickle", "shelve", "marshal", "joblib", "requests", "urllib", "http", "socket"}
HARMLESS = {"urllib.parse", "urllib.parse.urlencode"}
"""It writes addresses and opens none."""
MODULES = sorted(path.relative_to(ROOT) for path in (ROOT / "bot").rglob("*.py"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All that stands in the file."""
    return [*ast.walk(ast.parse((ROOT / path).read_text("utf-8")))]


def imports(path: Path) -> list[str]:
    """Every imported module name in the file, also those inside functions."""
    names = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names += [node.module or ""]
            if node.module == "bot":
                names += [f"bot.{alias.name}" for alias in node.names]
    return names


def layer_of(path: Path) -> str:
    return path.parts[1].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_only_what_lies_to_its_left(path: Path) -> None:
    layer = layer_of(path)
    if layer == "__init__":
        return
    assert layer in RANK, f"{path} belongs to no layer"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "bot" and len(parts) > 1 and parts[1] in RANK:
            assert RANK[parts[1]] <= RANK[layer], f"{path} imports {name} from its right"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_heavy_and_dangerous_packages_stay_in_their_place(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        assert top not in FORBIDDEN or name in HARMLESS, f"{path} imports {name}"
        allowed = ONLY_UNDER.get(top)
        assert not allowed or path.as_posix().startswith(allowed), f"{path} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_demos_and_passages_do_not_know_each_other(path: Path) -> None:
    layer = layer_of(path)
    strangers = {
        "demos": ("bot.passage", "bot.corpus", "bot.index", "bot.search"),
        "numerics": ("bot.passage", "bot.corpus", "bot.index", "bot.search"),
        "search": ("bot.demos", "bot.numerics"),
        "index": ("bot.demos", "bot.numerics"),
    }
    for name in imports(path):
        assert not name.startswith(strangers.get(layer, ("\0",))), f"{path} imports {name}"


CLOCKS = {("time", "time"), ("datetime", "now"), ("datetime", "today"), ("date", "today")}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_one_module_reads_the_clock_and_none_draws_unseeded_numbers(path: Path) -> None:
    if layer_of(path) == "clock":
        return
    assert "random" not in imports(path), f"{path}: use numpy.random.default_rng(seed)"
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            owner_name = getattr(owner, "id", getattr(owner, "attr", ""))
            assert (owner_name, node.func.attr) not in CLOCKS, f"{path}:{node.lineno} reads a clock"
            if node.func.attr == "default_rng":
                assert node.args or node.keywords, f"{path}:{node.lineno} has no seed"
