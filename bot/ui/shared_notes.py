"""The notes the screen works on: those that ship with the program and those the user added."""

import gc
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from bot.analysis.casing import cased
from bot.analysis.language import detect_language
from bot.engine import Bot
from bot.folders import MANIFEST, digest, read_manifest
from bot.highlight import sentences
from bot.index.storage import Arrays
from bot.index.table import lines, unlines
from bot.kept.cache import kept
from bot.passage import Passage
from bot.userdata import imported_notes

Starters = tuple[tuple[str, ...], tuple[str, ...]]
"""Questions to begin with, Chinese and English."""
SHIPPED = Path(__file__).parents[2] / "corpus"


def corpus_folder() -> Path:
    """The folder of notes: ``MIANDA_CORPUS``, or the one that ships with the program."""
    return Path(os.environ.get("MIANDA_CORPUS") or SHIPPED)


def content() -> str:
    """A name for what the folders hold now: it changes when any note does."""
    places = tuple(folder for folder in folders() if folder.is_dir())
    state = sorted(found for folder in places for found in _states(str(folder)))
    return _digest(tuple(state), places)


def _states(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of all that lies below a folder; linked folders are not entered.

    Every run of the page looks, so it is done with a fifth of the work that pathlib takes.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                told = entry.stat()
                yield entry.path, told.st_size, told.st_mtime_ns
            if entry.is_dir(follow_symlinks=False):
                yield from _states(entry.path)


@lru_cache(maxsize=8)
def _digest(state: tuple[tuple[str, int, int], ...], places: tuple[Path, ...]) -> str:
    """The digest of the places; read again only when a file's size or time is another."""
    return digest(places)


def open_library() -> Bot:
    """A bot over the shipped notes and, where there are any, the user's own."""
    bot = Bot.open(*folders())
    # After every rerun Streamlit collects garbage; what is frozen is not looked through again.
    gc.freeze()
    return bot


def folders() -> tuple[Path, Path]:
    """The shipped and the imported folder."""
    return corpus_folder(), imported_notes()


def titles() -> Mapping[str, str]:
    """What the manifest of the shipped notes calls them, by their source."""
    path = corpus_folder() / MANIFEST
    return _titles(path.parent, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=2)
def _titles(folder: Path, changed: int) -> Mapping[str, str]:
    """The titles; read again when the manifest is changed."""
    known = (read_manifest(folder) or {}).items()
    return {source: told["title"] for source, told in known if told.get("title")}


def kept_starters(bot: Bot, template: str) -> Starters:
    """:func:`starters`, kept beside the index: to find them takes half of the first page."""

    def build() -> Arrays:
        return {"starters": lines([json.dumps(starters(bot, template))])}

    if not bot.library.key:
        return starters(bot, template)
    rests_on = f"{bot.library.key} {template}".encode() + Path(__file__).read_bytes()
    chinese, english = json.loads(unlines(kept(sha256(rests_on).hexdigest(), build)["starters"])[0])
    return tuple(chinese), tuple(english)


def starters(bot: Bot, template: str, each: int = 3) -> Starters:
    """Questions to begin with that these notes do answer.

    template:  an English question with ``{name}`` in the place of a concept
    """
    heads = [p for p in bot.index.passages if p.kind == "answer" and p.part == 1 and p.heading]
    titles = [p.heading for p in _spread(heads)]
    chinese = _answered(bot, (t for t in titles if detect_language(t) == "zh"), each)
    written = [t for t in titles if t.isascii() and t.endswith("?")]
    names = _apart(name for p in _spread(heads) for name in _english_names(bot, p))
    named = (template.format(name=name) for name in names)
    return chinese, _answered(bot, (*written, *named), each)


def _apart(names: Iterable[str]) -> Iterator[str]:
    """The names in their order, without those that hold an earlier one or stand in it.

    >>> list(_apart(["2-d convolution", "dropout", "convolution", "dropout rate"]))
    ['2-d convolution', 'dropout']
    """
    kept: list[str] = []
    for name in names:
        if not any(name in other or other in name for other in kept):
            kept.append(name)
            yield name


def _answered(bot: Bot, questions: Iterable[str], most: int) -> tuple[str, ...]:
    found: list[str] = []
    for question in dict.fromkeys(questions):
        if 4 <= len(question) <= 48 and bot.ask(question).answered:
            found.append(question)
        if len(found) == most:
            break
    return tuple(found)


def _spread(heads: list[Passage]) -> list[Passage]:
    """The headings in an order that takes turns between the notes, best explained first."""
    by_note: dict[str, list[Passage]] = {}
    for passage in heads:
        by_note.setdefault(passage.source, []).append(passage)
    for passages in by_note.values():
        passages.sort(key=lambda p: (-min(len(sentences(p.text)), 6), p.line))
    longest = max(map(len, by_note.values()), default=0)
    return [rows[i] for i in range(longest) for rows in by_note.values() if i < len(rows)]


def _english_names(bot: Bot, passage: Passage) -> list[str]:
    """The English name of the concept that a heading is mainly about; of a comparison none."""
    concepts = bot.analyzer.analyze(passage.heading).concepts()
    named = [bot.analyzer.glossary[c].en[:1] for c, weight in concepts.items() if weight == 1.0]
    return [cased(name) for names in named[:1] for name in names if " vs " not in name]
