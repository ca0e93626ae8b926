"""The numbers that the notes state, computed again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.corpus import Corpus
from bot.errors import DemoInputError, NoteError
from bot.facts import Fact, check_facts, read_facts
from bot.passage import Passage

FOLDER = Path(__file__).parent.parent / "corpus"
FACTS = read_facts(FOLDER / "facts.toml")
NOTE = Passage("p", "scraped/a.md", "可分离卷积", "先 27 个,再 12 个,合计 39 个。", "zh")
PARAMS = {"c_in": 3, "c_out": 4, "k": 3}
DEPTHWISE = Fact("a.md", "27 个", "depthwise-separable", PARAMS, "dw_params", 27)
TOGETHER = Fact("a.md", "39 个", "depthwise-separable", PARAMS, "sep_params", 39)


@pytest.fixture(scope="module")
def passages() -> tuple[Passage, ...]:
    return Corpus.open(FOLDER).passages


@pytest.mark.parametrize("fact", FACTS, ids=lambda f: f.quote)
def test_every_fact_stands_in_one_passage_and_agrees(fact, passages) -> None:
    checks = [check for passage in passages for check in check_facts(passage, [fact])]
    assert [(check.quote, check.agrees) for check in checks] == [(fact.quote, True)]


@pytest.mark.parametrize("fact", FACTS, ids=lambda f: f.quote)
def test_a_quote_begins_and_ends_with_a_clause_and_cuts_no_formula(fact, passages) -> None:
    text = next(p.text for p in passages if p.source.endswith(fact.source) and fact.quote in p.text)
    start = text.index(fact.quote)
    before, after = text[:start], text[start + len(fact.quote) :]
    assert not before or (before[-1] in " \n,:;。" and before.count("$") % 2 == 0)
    assert not after or after[0] in " \n,;。"
    assert fact.quote.count("$") % 2 == 0


def test_a_fact_that_is_wrong_in_the_note_is_reported_with_the_right_number() -> None:
    note = replace(NOTE, text="先 28 个。")
    (check,) = check_facts(note, [replace(DEPTHWISE, quote="28 个", stated=28)])
    assert (check.stated, check.computed, check.agrees) == (28, 27, False)
    assert (check.demo, check.params) == ("depthwise-separable", PARAMS)


def test_facts_come_in_the_order_of_the_text() -> None:
    assert [c.quote for c in check_facts(NOTE, [TOGETHER, DEPTHWISE])] == ["27 个", "39 个"]


@pytest.mark.parametrize("stranger", [replace(DEPTHWISE, source="b.md"),
                                      replace(DEPTHWISE, quote="28 个")])  # fmt: skip
def test_facts_of_other_notes_and_other_words_are_left_out(stranger: Fact) -> None:
    assert check_facts(NOTE, [stranger]) == ()


@pytest.mark.parametrize(("tolerance", "agrees"), [(0.001, True), (0.0001, False)])
def test_a_rounded_number_agrees_within_its_tolerance(tolerance: float, agrees: bool) -> None:
    ratio = replace(DEPTHWISE, output="ratio", stated=0.3611 + 0.0005, tolerance=tolerance)
    assert check_facts(NOTE, [ratio])[0].agrees is agrees


def test_lists_are_indexed_and_counted() -> None:
    rates = {"k": 3, "rates": [1, 2, 5]}
    second = Fact("a.md", "27 个", "dilated-gridding", rates, "effective_k.1", 5)
    count = replace(second, output="effective_k.#", stated=3)
    assert [c.computed for c in check_facts(NOTE, [second, count])] == [5, 3]


@pytest.mark.parametrize("change", [{"demo": "no-such-demo"}, {"params": {"z": 1}},
                                    {"output": "speed"}, {"output": "dw_params.0"},
                                    {"output": "dw_params.#"}], ids=str)  # fmt: skip
def test_an_unknown_demo_input_or_output_is_a_user_error(change: dict[str, Any]) -> None:
    with pytest.raises(DemoInputError):
        check_facts(NOTE, [replace(DEPTHWISE, **change)])


def test_a_folder_without_facts_has_none(tmp_path: Path) -> None:
    assert read_facts(tmp_path / "facts.toml") == ()


@pytest.mark.parametrize("text", ["[[fact]", "", '[[fact]]\nsource = "a.md"', "\ufffd"])
def test_a_broken_list_of_facts_is_told_in_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "facts.toml").write_text(text, "utf-8")
    with pytest.raises(NoteError, match=r"facts\.toml, line \d: a table of facts is"):
        read_facts(tmp_path / "facts.toml")
