"""Retrieval tasks whose labels nobody here made, from texts that ship inside packages.

Every task asks for one section of a document:

questions_over  its heading; the indexed text does not hold the heading
sentences       its first sentence; the indexed text is the rest
translated      heading or first sentence of its published translation
chat            the opening of a dialogue in the other script
pieces          its heading; every piece of a long section is right

The right passage is the section the question was taken from, and those of its pieces, so that a
figure is a lower bound: other passages may answer as well. Tasks are split into those that may be
looked into (``seen``) and those only measured (``held out``).
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from benchmarks.peers_collections import Section, conversations, han_share
from bot.passage import Passage

MOST_QUESTIONS = 300
LONGEST = {"zh": 500, "en": 1_200}
"""Characters of a passage, as paragraph collections cut them; longer texts end at a line."""
_SENTENCE = re.compile(r"(?<=[。！？!?])|(?<=[.])\s+(?=[A-Z])|\n")


@dataclass(frozen=True)
class Task:
    """Passages, and questions with the numbers of the passages that answer them."""

    name: str
    held_out: bool
    passages: Sequence[Passage]
    questions: Sequence[tuple[str, frozenset[int]]]


def _language(text: str) -> str:
    return "zh" if han_share(text) > 0.2 else "en"


def _cut(text: str, longest: Mapping[str, int]) -> str:
    """Whole lines up to the allowed length, at least one piece of text."""
    most = longest[_language(text)]
    if len(text) <= most:
        return text
    cut = text[:most]
    return cut[: cut.rfind("\n")] if cut.rfind("\n") > most // 3 else cut


def _task(
    name: str,
    held_out: bool,
    rows: Sequence[tuple[str, str]],
    asked: Sequence[tuple[str, int]],
    longest: Mapping[str, int] = LONGEST,
) -> Task:
    """A task of (heading, text) rows and (question, row number) pairs, each question once."""
    passages = [
        Passage(str(i), name, heading, _cut(text, longest), _language(text))
        for i, (heading, text) in enumerate(rows)
    ]
    often = Counter(question.casefold() for question, _ in asked)
    once = [(q, frozenset([i])) for q, i in asked if often[q.casefold()] == 1 and len(q) > 1]
    once.sort(key=lambda pair: crc32(pair[0].encode()))
    return Task(name, held_out, passages, once[:MOST_QUESTIONS])


def split_first(text: str, least: int = 8, most: int = 240) -> tuple[str, str] | None:
    """First sentence and the rest, when both are long enough."""
    pieces = _SENTENCE.split(text, maxsplit=1)
    if len(pieces) < 2 or not least <= len(pieces[0].strip()) <= most or len(pieces[1]) < 40:
        return None
    return pieces[0].strip(), pieces[1].strip()


def titles(name: str, held_out: bool, texts: Mapping[str, Section]) -> Task:
    """Heading asked, text found."""
    return questions_over(name, held_out, texts, texts)


def questions_over(
    name: str,
    held_out: bool,
    asked: Mapping[str, Section],
    texts: Mapping[str, Section],
    longest: Mapping[str, int] = LONGEST,
) -> Task:
    """Headings of ``asked`` as questions over all texts, which are indexed without headings."""
    keys = {key: i for i, key in enumerate(texts)}
    rows = [("", section.text) for section in texts.values()]
    return _task(name, held_out, rows, [(s.heading, keys[k]) for k, s in asked.items()], longest)


def sentences(
    name: str,
    held_out: bool,
    texts: Mapping[str, Section],
    heading: bool = False,
    convert: Callable[[str], str] = str,
) -> Task:
    """First sentence asked, the rest found, with or without its heading as a field."""
    rows, asked = [], []
    for section in texts.values():
        pieces = split_first(section.text)
        if pieces:
            asked.append((convert(pieces[0]), len(rows)))
        rows.append((section.heading if heading else "", pieces[1] if pieces else section.text))
    return _task(name, held_out, rows, asked)


def translated(
    name: str,
    held_out: bool,
    texts: Mapping[str, Section],
    asked: Mapping[str, Section],
    question: Callable[[Section], str | None],
    heading: bool = True,
) -> Task:
    """A question from the section's translation, the section found."""
    keys = list(texts)
    rows = [(texts[key].heading if heading else "", texts[key].text) for key in keys]
    pairs = [(question(asked[key]), i) for i, key in enumerate(keys) if key in asked]
    return _task(name, held_out, rows, [(q, i) for q, i in pairs if q])


def chat(name: str, held_out: bool, tree: Path, asked: str, answered: str) -> Task:
    """Opening turns in one script, the same dialogue in another; a turn a passage."""
    rows: list[tuple[str, str]] = []
    place: dict[tuple[str, int], int] = {}
    lengths: dict[tuple[str, int], int] = {}
    for file, number, count, turns in conversations(tree, answered):
        place[file, number], lengths[file, number] = len(rows), count
        rows.append((turns[0], "\n".join(turns[1:])))
    pairs = [
        (turns[0], place[file, number])
        for file, number, count, turns in conversations(tree, asked)
        if lengths.get((file, number)) == count
    ]
    return _task(name, held_out, rows, pairs)


def _cut_up(texts: Mapping[str, Section], size: int) -> tuple[list[str], list[range]]:
    """Sections as pieces of about ``size`` characters, and which pieces are of which section."""
    rows: list[str] = []
    owned: list[range] = []
    for section in texts.values():
        first, piece = len(rows), ""
        for line in section.text.split("\n"):
            if piece and len(piece) + len(line) > size:
                rows.append(piece)
                piece = ""
            piece = f"{piece}\n{line}".strip()
        rows.append(piece)
        owned.append(range(first, len(rows)))
    return rows, owned


def pieces(name: str, held_out: bool, texts: Mapping[str, Section], size: int) -> Task:
    """Heading asked, every piece of the section is right."""
    rows, owned = _cut_up(texts, size)
    passages = [Passage(str(i), name, "", text, _language(text)) for i, text in enumerate(rows)]
    asked = [(s.heading, frozenset(own)) for s, own in zip(texts.values(), owned, strict=True)]
    asked.sort(key=lambda pair: crc32(pair[0].encode()))
    return Task(name, held_out, passages, asked[:MOST_QUESTIONS])
