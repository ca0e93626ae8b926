"""The example of the README is a whole demo: saved as one file, it is found and runs."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.demos
from bot.cli import main
from bot.demos import demo_ids, get_demo
from bot.resources import read_rows
from bot.ui.chart import Look, vega_lite
from bot.ui.demo_inputs import inputs_of, shown_params
from bot.ui.gallery import card
from bot.ui.palette import palette

GUIDE = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SNIPPET = next(s for s in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "DEMO =" in s)


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The id of the demo of the guide, put into a folder beside the package's own."""
    (tmp_path / "bottleneck.py").write_text(SNIPPET, "utf-8")
    monkeypatch.setattr(bot.demos, "__path__", [*bot.demos.__path__, str(tmp_path)])
    get_demo.cache_clear()
    yield "bottleneck"
    get_demo.cache_clear()
    sys.modules.pop("bot.demos.bottleneck", None)


def test_the_example_is_short_and_names_its_file() -> None:
    assert len(SNIPPET.splitlines()) <= 25
    assert "bot/demos/bottleneck.py" in GUIDE
    assert "bottleneck" not in demo_ids()


def test_it_is_found_runs_and_reproduces_its_figures(added: str) -> None:
    assert added in demo_ids()
    demo = get_demo(added)
    for example in demo.examples:
        assert demo(**example.inputs).values == dict(example.values)
    assert set(demo.topics) <= {row["id"] for row in read_rows("glossary.tsv")}


def test_the_command_line_knows_it(added: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", added, "--set", "channels=128", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outputs"]["direct"] == 9 * 128**2
    assert main(["demo", added, "--set", "channels=0"]) == 2


def test_the_screen_shows_it(added: str) -> None:
    mode = get_demo(added).modes[0]
    assert [param.name for param in shown_params(mode)] == ["channels", "width"]
    chart = mode.run(**inputs_of(mode, {"channels": 8, "width": 4})).charts[0]
    assert vega_lite(chart, Look("zh", palette(False)))["data"]["values"][0]["y"] == 9 * 64
    assert card(added).picture
