"""The labelled pages: lines written for this project in the manner of real sites, and their score.

A page file has one label before each line: ``c|`` content, ``h|`` heading, ``t|`` title of the
page, ``b|`` boilerplate. Pages under ``fit`` and ``styles`` may be looked at while rules are made;
pages under ``held`` and ``styles_held`` only give a figure. Weights are fitted on ``fit`` alone.
A page with ``_html`` in its name is markup; its lines that are only tags have no label.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from bot.clean.characters import simplify, strip_pinyin_annotations
from bot.clean.markup import Markup, read_html
from bot.clean.page import Cleaned
from bot.clean.pipeline import clean_and_explain
from bot.passage import Passage
from bot.split import split

HERE = Path(__file__).parent
SCRAPED = HERE.parent.parent / "corpus" / "scraped"
_LABELLED = re.compile(r"([bcht])\|(.*)")
_TAG = re.compile(r"</?[a-z][^>]*>")
_NUMBER = re.compile(
    r"^(?:[#\s*]*(?:[【(（\[]?(?:第|q|question|问题)?\s*\.?[\d一二三四五六七八九十]{1,3}(?:\.\d+)*"
    r"\s*[题】)）\].、:：]*))\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LabelledPage:
    """A page and the label of each of its lines; blank lines have an empty label.

    partly:  raw line number -> what of a line is content, when its rest is boilerplate
    """

    name: str
    text: str
    labels: tuple[str, ...]
    partly: Mapping[int, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The lines as a reader sees them."""
        lines = self.text.split("\n")
        return [unescape(_TAG.sub("", line)) for line in lines] if self.is_html else lines

    @property
    def is_html(self) -> bool:
        return "_html" in self.name

    def cleaned(self) -> Cleaned:
        markup = read_html(self.text) if self.is_html else Markup(self.text)
        return clean_and_explain(markup.text, known=markup.facts)


@dataclass(frozen=True)
class Score:
    """Content recall, boilerplate leakage, heading recall, content under its heading; and lines."""

    recall: float
    leakage: float
    headings: float
    attached: float
    lost: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    astray: tuple[str, ...] = ()

    @property
    def mean(self) -> float:
        return (self.recall + 1 - self.leakage + self.headings + self.attached) / 4


def read_pages(part: str) -> list[LabelledPage]:
    """The pages of one of the four parts, by name."""
    return [_read(path) for path in sorted((HERE / "pages" / part).glob("*.txt"))]


def _read(path: Path) -> LabelledPage:
    labels, lines = [], []
    for line in path.read_text("utf-8").removesuffix("\n").split("\n"):
        match = _LABELLED.fullmatch(line)
        labels.append(match[1] if match else "")
        lines.append(match[2] if match else line)
    return LabelledPage(path.name, "\n".join(lines), tuple(labels))


def read_notes() -> list[LabelledPage]:
    """The five scraped notes with the labels of ``notes.toml``."""
    data = tomllib.loads((HERE / "notes.toml").read_text("utf-8"))
    return [_label(name, judged) for name, judged in data.items()]


def _label(name: str, judged: dict[str, Any]) -> LabelledPage:
    text = (SCRAPED / name).read_text("utf-8")
    kinds = {"title": "t", "boilerplate": "b", "headings": "h"}
    marks = {n: kind for key, kind in kinds.items() for n in _numbers(judged.get(key, ""))}
    partly = {int(number): content for number, content in judged.get("partly", {}).items()}
    labels = [
        marks.get(number, "c") if line.strip() else ""
        for number, line in enumerate(text.split("\n"), start=1)
    ]
    return LabelledPage(name, text, tuple(labels), partly)


def _numbers(ranges: str) -> list[int]:
    found = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def squeeze(text: str) -> str:
    """Letters and digits in Simplified characters, for comparing a raw line with a cleaned one."""
    text = simplify(strip_pinyin_annotations(text))
    return re.sub(r"[\W_]+", "", text).lower()


def passages_of(page: LabelledPage) -> tuple[Passage, ...]:
    return split(page.cleaned(), page.name)


def score(page: LabelledPage) -> Score:
    """The four figures for one page."""
    shown = _shown(page)
    judged = _judged(page)
    headings = [(line, key) for label, line, key, _ in judged if label == "h"]
    content = [(line, key, head) for label, line, key, head in judged if label == "c" and key]
    chrome = [(line, key) for label, line, key, _ in judged if label == "b" and key]
    under = [(line, key, head) for line, key, head in content if head]
    known = _shingles(shown.everything)
    missed = [line for line, key in headings if not _has(shown.headings, key)]
    lost = [line for line, key, _ in content if not _contains(shown.everything, known, key)]
    astray = [line for line, key, head in under if not _is_under(shown.bodies, key, head)]
    wanted = Counter(key for label, _, key, _ in judged if label in "cht")
    kept = [line for line, key in chrome if shown.has(key, wanted[key])]
    return Score(
        recall=1 - len(lost) / max(len(content), 1),
        leakage=len(kept) / max(len(chrome), 1),
        headings=1 - len(missed) / max(len(headings), 1),
        attached=1 - len(astray) / max(len(under), 1),
        lost=tuple(lost),
        kept=tuple(kept),
        missed=tuple(missed),
        astray=tuple(astray),
    )


@dataclass(frozen=True)
class _Shown:
    """What is left of a page, squeezed: passages as (heading, text), headings, lines, and all."""

    bodies: list[tuple[str, str]]
    headings: set[str]
    lines: Counter[str]
    everything: str

    def has(self, key: str, wanted: int) -> bool:
        """Whether a line is shown, alone or, if it is long enough to tell, within another.

        wanted:  how many lines of the page that say the same belong to its text; an entry of the
                 table of contents is not shown for being a heading
        """
        within = wanted == 0 and len(key) > 9 and key in self.everything
        return self.lines[key] > wanted or within


def _shown(page: LabelledPage) -> _Shown:
    passages = passages_of(page)
    bodies = [(squeeze(p.heading), squeeze(p.text)) for p in passages]
    return _Shown(
        bodies,
        {squeeze(_NUMBER.sub("", name)) for p in passages for name in (p.heading, *p.trail)},
        Counter(squeeze(line) for p in passages for line in (*p.text.split("\n"), p.heading)),
        "\n".join(heading + "\n" + body for heading, body in bodies),
    )


def _judged(page: LabelledPage) -> list[tuple[str, str, str, str]]:
    """Each line of a page: its label, the line, what to look for, and the heading it stands under.

    What to look for is the squeezed line, of a heading without its number.
    """
    heading, judged = "", []
    for number, (label, line) in enumerate(zip(page.labels, page.lines, strict=True), start=1):
        if label == "h":
            heading = squeeze(_NUMBER.sub("", line))
        key = heading if label == "h" else squeeze(page.partly.get(number, line))
        judged.append((label, line, key, heading))
    return judged


def finds_title(page: LabelledPage) -> bool | None:
    """Whether the title of the page is found; None when the page has none.

    The title of a page with one question is that question.
    """
    lines = list(zip(page.labels, page.lines, strict=True))
    titles = [line for label, line in lines if label == "t"]
    asked = [line for label, line in lines if label == "h"]
    wanted = titles or (asked if len(asked) == 1 else [])
    if not wanted:
        return None
    found = squeeze(page.cleaned().facts.title)
    return bool(found) and any(squeeze(line).endswith(found) for line in wanted)


def _shingles(key: str) -> set[str]:
    return {key[at : at + 4] for at in range(max(len(key) - 3, 1))}


def _contains(text: str, known: set[str], key: str) -> bool:
    """Whether the text holds a line, whole or with a formula in it written another way."""
    if key in text:
        return True
    own = _shingles(key)
    return len(key) > 11 and len(own & known) >= 0.7 * len(own)


def _has(headings: set[str], wanted: str) -> bool:
    """Whether a heading is among those found; speaker and time before it may be gone."""
    return any(found == wanted or (len(found) > 5 and wanted.endswith(found)) for found in headings)


def _is_under(bodies: list[tuple[str, str]], key: str, heading: str) -> bool:
    return any(
        head
        and (head == heading or heading.endswith(head) or head.endswith(heading))
        and _contains(body, _shingles(body), key)
        for head, body in bodies
    )


def mean(scores: list[Score]) -> Score:
    """The mean of each figure over pages."""
    n = len(scores)
    return Score(
        sum(s.recall for s in scores) / n,
        sum(s.leakage for s in scores) / n,
        sum(s.headings for s in scores) / n,
        sum(s.attached for s in scores) / n,
    )
