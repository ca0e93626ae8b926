"""The notes the screen works on: those that ship with the program and those the user added."""

import gc
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from bot.analysis.language import detect_language
from bot.engine import Bot
from bot.highlight import sentences
from bot.keyword.index import KeywordIndex
from bot.passage import Passage
from bot.related import related_demos
from bot.ui.home import imported_notes

SHIPPED = Path(__file__).parents[2] / "corpus"


def corpus_folder() -> Path:
    """The folder of notes: ``MIANDA_CORPUS``, or the one that ships with the program."""
    return Path(os.environ.get("MIANDA_CORPUS") or SHIPPED)


def digest(folders: Iterable[Path]) -> str:
    """A name for the content of the folders: it changes when any file does."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            total.update(str(path).encode("utf-8", "surrogateescape"))
            total.update(path.read_bytes())
    return total.hexdigest()


def open_library(shipped: Path, imported: Path) -> Bot:
    """A bot over both folders; the second need not exist."""
    bot = Bot.open(shipped, imported)
    # After every rerun Streamlit collects garbage; what is frozen is not looked through again.
    gc.freeze()
    return bot


def keyword_index(bot: Bot) -> KeywordIndex:
    """The keyword index over the bot's passages, each with the demos that its title names."""
    return KeywordIndex.build(
        bot.corpus.passages,
        bot.analyzer,
        {passage.id: _demos(bot, passage) for passage in bot.corpus.passages},
    )


def _demos(bot: Bot, passage: Passage) -> tuple[str, ...]:
    title = bot.analyzer.analyze(" ".join((*passage.trail, passage.heading))).concepts()
    text = bot.analyzer.analyze(passage.text).concepts()
    cards = related_demos({}, title, text, bot.demos, bot.analyzer.glossary)
    return tuple(card.id for card in cards)


def folders() -> tuple[Path, Path]:
    """The shipped and the imported folder."""
    return corpus_folder(), imported_notes()


def starters(bot: Bot, template: str, each: int = 3) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Questions to begin with, Chinese and English, that these notes do answer.

    template:  an English question with ``{name}`` in the place of a concept
    """
    heads = [p for p in bot.corpus.passages if p.kind == "answer" and p.part == 1 and p.heading]
    titles = [p.heading for p in _spread(heads)]
    chinese = _answered(bot, (t for t in titles if detect_language(t) == "zh"), each)
    written = [t for t in titles if t.isascii() and " " in t]
    named = (template.format(name=name) for p in _spread(heads) for name in _english_names(bot, p))
    return chinese, _answered(bot, (*written, *named), each)


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
    concepts = bot.analyzer.analyze(passage.heading).concepts()
    return [bot.analyzer.glossary[c].en[0] for c in concepts if bot.analyzer.glossary[c].en]
