"""The tasks of :mod:`benchmarks.peers`: which text is asked for what, and which are held out."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from opencc import OpenCC

from benchmarks.peers_collections import Section, han_share, sections
from benchmarks.peers_sets import (
    Task,
    chat,
    pieces,
    questions_over,
    sentences,
    split_first,
    titles,
    translated,
)

UNLIMITED = {"zh": 10**6, "en": 10**6}
Texts = dict[str, Section]


def heading_of(section: Section) -> str:
    """The heading as the question."""
    return section.heading


def chinese_heading_of(section: Section) -> str | None:
    """The heading when it is Chinese."""
    return section.heading if han_share(section.heading) > 0.3 else None


def sentence_of(section: Section) -> str | None:
    """The first sentence as the question."""
    pieces = split_first(section.text)
    return pieces[0] if pieces else None


def _aligned(one: Mapping[str, Section], other: Mapping[str, Section]) -> dict[str, Section]:
    """Those of ``one`` on pages with as many sections in both, for keys that count places."""

    def counts(texts: Mapping[str, Section]) -> Counter[str]:
        return Counter(key.split("#")[0] for key in texts)

    mine, theirs = counts(one), counts(other)
    return {k: s for k, s in one.items() if mine[k.split("#")[0]] == theirs[k.split("#")[0]]}


def all_tasks(tree: Path) -> list[Task]:
    """Every task, those over Chinese passages first."""
    return [*_chinese(tree), *_across_scripts(tree), *_english(tree), *_across_languages(tree)]


def _chinese(tree: Path) -> list[Task]:
    office, books, kernel = _mainland(tree)
    manual = sections(tree, "manual", "zh_CN", chinese=True)
    return [
        titles("zh titles, office", False, office),
        titles("zh titles, kernel", True, kernel),
        sentences("zh sentences, kernel", True, kernel),
        sentences("zh sentences, books+office", False, books | office),
        questions_over("zh long pages, manual", True, manual, manual | kernel, UNLIMITED),
    ]


def _across_scripts(tree: Path) -> list[Task]:
    office, _, kernel = _mainland(tree)
    mainland = sections(tree, "reference", "zh-cn", chinese=True) | office
    taiwan_office = sections(tree, "office", "zh-TW", chinese=True)
    taiwan = sections(tree, "reference", "zh-tw", chinese=True) | taiwan_office
    taiwan |= sections(tree, "kernel", "zh_TW", chinese=True)
    to_taiwan = OpenCC("s2twp").convert
    return [
        translated("hant→hans headings, office", False, office, taiwan_office, heading_of),
        translated("hant→hans titles, office", False, office, taiwan_office, heading_of, False),
        sentences("hant→hans sentences, kernel", True, kernel, False, to_taiwan),
        translated("hans→hant titles, all", True, taiwan, mainland, chinese_heading_of, False),
        translated("hans→hant sentences, all", False, taiwan, mainland, sentence_of, False),
        chat("hant→hans chat FAQ", False, tree, "traditionalchinese", "chinese"),
    ]


def _english(tree: Path) -> list[Task]:
    python, perl = sections(tree, "python", ""), sections(tree, "perl", "*.pod")
    asked = {k: s for k, s in (perl | python).items() if s.heading.endswith("?")}
    asked_of_python = {k: s for k, s in asked.items() if k in python}
    anarchism = sections(tree, "anarchism", "")
    manuals = sections(tree, "gimp", "en") | _english_books(tree)
    return [
        questions_over("en FAQ, perl+python", False, asked, perl | python),
        sentences("en FAQ with headings", True, anarchism | asked_of_python, True),
        pieces("en questions→pieces, anarchism", True, anarchism, 900),
        titles("en titles, office", False, sections(tree, "office", "en-US")),
        titles("en titles, python", True, python),
        sentences("en sentences, gimp+books", True, manuals),
        questions_over("en long pages, python", False, python, python, UNLIMITED),
    ]


def _across_languages(tree: Path) -> list[Task]:
    office, books, kernel = _mainland(tree)
    in_english = sections(tree, "office", "en-US")
    named = {key.split("#")[0] for key in kernel}
    originals = sections(tree, "kernel", "").items()
    originals_of_kernel = {k: s for k, s in originals if k.split("#")[0] in named}
    aligned = _aligned(originals_of_kernel, kernel)
    both, both_in_english = books | office, _english_books(tree) | in_english
    manuals = sections(tree, "gimp", "en") | _english_books(tree)
    return [
        translated("en→zh headings, office", False, office, in_english, heading_of),
        translated("en→zh titles, office", False, office, in_english, heading_of, False),
        translated("en→zh sentences, books", False, both, both_in_english, sentence_of, False),
        translated("en→zh sentences, kernel", True, kernel, aligned, sentence_of),
        translated("zh→en titles, books", True, manuals, books, heading_of),
    ]


def _mainland(tree: Path) -> tuple[Texts, Texts, Texts]:
    """Simplified Chinese: help of an office, two handbooks, documents of a kernel."""
    handbook = sections(tree, "handbook", "zh-CN", chinese=True)
    books = handbook | sections(tree, "reference", "zh-cn", chinese=True)
    office = sections(tree, "office", "zh-CN", chinese=True)
    return office, books, sections(tree, "kernel", "zh_CN", chinese=True)


def _english_books(tree: Path) -> Texts:
    return sections(tree, "handbook", "en-US") | sections(tree, "reference", "en")
