"""What every companion note must hold: a complete head, two languages that agree, true numbers."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from arithmetic import compute, equations

from bot.analysis.glossary import load_glossary
from bot.companion import KEYS, Check, Companion, read_heads
from bot.corpus import Corpus, Note
from bot.demos import all_demos, get_demo
from bot.demos._spec import plain, resolve
from bot.ui.formula import as_text, can_be_drawn
from bot.ui.note_text import pieces

CORPUS = Path("corpus")
NOTES, WARNINGS = read_heads(CORPUS)
BY_ID = {(note.id, note.language): note for note in NOTES}
IDS = sorted({note.id for note in NOTES})
CONCEPTS = load_glossary().keys()
DEMOS = all_demos().keys()
SECTIONS = {
    "Why it works": "为什么",
    "Formula": "公式",
    "Worked example": "算一个例子",
    "Code": "代码",
    "Trade-offs": "取舍",
    "When it fails": "什么时候失效",
    "Do not confuse": "不要混淆",
}
WORDS = {"en": (150, 500), "zh": (250, 900)}
SHARED = {"en": 50, "zh": 20}
"""Letters in a row that a note may not share with the scraped ones."""
LEAST_NOTES = 120
HAN = re.compile(r"[一-鿿]")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
FENCE = re.compile(r"^```\w*\n.*?^```$", re.DOTALL | re.MULTILINE)
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
GIVEN = dict(
    line.split("\t")
    for line in Path(__file__).with_name("given.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
)
LEAST_EQUATIONS = 90
SCALES = {"%": 1e-2, "K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9, "T": 1e12}


def body(note: Companion) -> str:
    """The text of the note without its front matter."""
    return (CORPUS / note.source).read_text("utf-8").split("---\n", 2)[2]


def numbers(text: str) -> set[float]:
    """Every number written in digits; 1,024 and 1{,}024 are one number."""
    joined = re.sub(r"(?<=\d)(?:,|\{,\})(?=\d{3}(?!\d))", "", text)
    return {float(number) for number in NUMBER.findall(joined)}


@cache
def corpus() -> Corpus:
    return Corpus.open(CORPUS)


@cache
def note_of(source: str) -> Note:
    return next(note for note in corpus().notes if note.source == source)


def test_every_head_can_be_read() -> None:
    assert [warning.en for warning in WARNINGS] == []


def test_there_is_a_note_for_every_heading_and_every_demo() -> None:
    scraped = {p.heading for p in corpus().passages if p.origin == "scraped"}
    answered = {heading for note in NOTES for heading in note.answers}
    assert scraped - answered == set()
    assert answered - scraped == set()
    assert DEMOS - {demo for note in NOTES for demo in note.demos} == set()
    assert len(IDS) >= LEAST_NOTES


@pytest.mark.parametrize("name", IDS)
def test_both_languages_say_the_same(name: str) -> None:
    zh, en = BY_ID[name, "zh"], BY_ID[name, "en"]
    same = ("concepts", "level", "demos", "answers", "sources", "checks")
    assert all(getattr(zh, field) == getattr(en, field) for field in same)
    assert [note for _, note in zh.follow_ups] == [note for _, note in en.follow_ups]
    chinese, english = (HEADING.findall(body(note)) for note in (zh, en))
    assert chinese == [SECTIONS[title] for title in english]
    assert numbers(body(zh)) == numbers(body(en))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.source)
def test_the_head_is_complete(note: Companion) -> None:
    head = (CORPUS / note.source).read_text("utf-8").split("---\n", 2)[1]
    assert re.findall(r"^([\w-]+):", head, re.MULTILINE) == list(KEYS)
    assert note.id == note.concepts[0]
    assert set(note.concepts) <= CONCEPTS
    assert set(note.demos) <= DEMOS
    assert note.level in ("basic", "intermediate", "advanced")
    assert note.sources and all(YEAR.search(source) for source in note.sources)
    assert 2 <= len(note.follow_ups) <= 3
    assert {target for _, target in note.follow_ups} <= set(IDS) - {note.id}
    assert all(question.endswith(("?", "？")) for question, _ in note.follow_ups)
    assert any(check.demo for check in note.checks) == bool(note.demos)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.source)
def test_the_body_has_the_shape_of_an_interview_answer(note: Companion) -> None:
    text = body(note)
    title = text.strip().split("\n")[0]
    assert title.startswith("# ") and title.endswith(("?", "？"))
    titles = HEADING.findall(text)
    order = list(SECTIONS) if note.language == "en" else list(SECTIONS.values())
    assert titles == [title for title in order if title in titles]
    assert {order[0], order[4], order[6]} <= set(titles)
    assert {order[1], order[2]} & set(titles)
    short = text.split("\n## ")[0].strip().split("\n", 1)[1]
    assert 60 <= len(short) <= 900
    low, high = WORDS[note.language]
    count = len(re.findall(r"[一-鿿]" if note.language == "zh" else r"[A-Za-z][\w'-]*", text))
    assert low <= count <= high, count
    assert not re.search(r"\*\*|<\w+|!\[|\]\(|^\|", FENCE.sub("", FORMULA.sub("", text)), re.M)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


@cache
def _scraped_runs(length: int) -> frozenset[str]:
    """Every run of that many letters in the scraped notes."""
    text = _letters("".join(p.heading + p.text for p in corpus().passages if p.origin == "scraped"))
    return frozenset(text[i : i + length] for i in range(len(text) - length + 1))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.source)
def test_no_sentence_stands_in_the_scraped_notes(note: Companion) -> None:
    text, length = _letters(body(note)), SHARED[note.language]
    runs = {text[i : i + length] for i in range(len(text) - length + 1)}
    shared = runs & _scraped_runs(length)
    # A term with its English name beside it is no sentence, however long it is.
    assert {run for run in shared if len(HAN.findall(run)) > len(run) / 2} == set()


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.source)
def test_formulas_can_be_drawn(note: Companion) -> None:
    text = FENCE.sub("", body(note))
    assert text.count("$") % 2 == 0
    for long, short in FORMULA.findall(text):
        assert can_be_drawn(long or short), long or short


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.source)
def test_nothing_is_lost_in_reading(note: Companion) -> None:
    read = note_of(note.source)
    assert {entry.rule for entry in read.receipt} <= {"read_front_matter"}
    assert read.language == note.language
    title = body(note).strip().split("\n")[0].removeprefix("# ")
    assert {passage.heading for passage in read.passages} == {title}
    assert all(passage.kind == "answer" for passage in read.passages)


ENGLISH = [note for note in NOTES if note.language == "en"]
CHECKS = [
    pytest.param(note, check, id=f"{note.id}-{check.demo or check.formula}-{check.output}")
    for note in ENGLISH
    for check in note.checks
]


@pytest.mark.parametrize(("note", "check"), CHECKS)
def test_a_demo_or_a_closed_form_computes_the_number(note: Companion, check: Check) -> None:
    computed = compute(check.formula) if check.formula else _run(note, check)
    match = re.fullmatch(r"(-?[\d.]+(?:e[+-]?\d+)?)([%KMGBT]?)", check.value)
    if not match:
        assert str(computed).lower() == check.value.lower()
        return
    digits = len(match[1].partition(".")[2]) if "e" not in match[1] else 12
    written, scale = float(match[1]), SCALES.get(match[2], 1.0)
    assert abs(float(computed) / scale - written) <= 0.5 * 10**-digits + 1e-9, computed
    assert abs(written) in numbers(body(note)), "the note does not write the number"


def _run(note: Companion, check: Check) -> Any:
    assert check.demo in note.demos
    mode = get_demo(check.demo).mode_for(check.params)
    return _follow(plain(mode.run(**resolve(mode, check.params)).values), check.output)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.source)
def test_every_equation_of_numbers_holds(note: Companion) -> None:
    wrong = [
        f"{left} = {right}, computed {computed}"
        for left, right, computed, written, half in equations(FENCE.sub("", body(note)))
        if abs(computed - written) > half + 1e-9
    ]
    assert wrong == []


def test_the_text_of_the_notes_has_equations() -> None:
    assert sum(len(list(equations(body(note)))) for note in ENGLISH) >= LEAST_EQUATIONS


@pytest.mark.parametrize("note", ENGLISH, ids=lambda note: note.id)
def test_every_number_of_a_worked_example_is_computed_or_known_as_given(note: Companion) -> None:
    """``given.tsv`` lists inputs that an example assumes and figures that a paper reports."""
    example = body(note).partition("\n## Worked example\n")[2].partition("\n## ")[0]
    written = numbers(FENCE.sub("", example))
    open_numbers = written - _computed(note)
    given = numbers(GIVEN.get(note.id, ""))
    assert open_numbers - given == set(), "neither computed by a check nor listed as given"
    assert given - open_numbers == set(), "listed as given, but computed or not written"


def _computed(note: Companion) -> set[float]:
    """The numbers that checks and equations compute or compute from."""
    sources = [f"{check.value} {check.params} {check.formula}" for check in note.checks]
    sources += [f"{a} = {b}" for a, b, *_ in equations(FENCE.sub("", body(note)))]
    return {number for source in sources for number in numbers(source)}


def _follow(outputs: Any, path: str) -> Any:
    for key in path.split("."):
        outputs = outputs[int(key)] if isinstance(outputs, list) else outputs[key]
    return outputs


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.source)
def test_the_screen_draws_the_note_and_leaves_its_sentences_whole(note: Companion) -> None:
    text = FENCE.sub("", body(note))
    assert pieces(body(note))
    inline = re.findall(r"(?<!\$)\$([^$\n]+)\$(?!\$)", text)
    assert [formula for formula in inline if as_text(formula.strip()) is None] == []
