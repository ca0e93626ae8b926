"""Where a passage stands: its source in words, and links that lead to the pages of the app.

The links are plain addresses inside our own markup, so that a list of hits is one element; the
script of the page follows them without loading the app anew (``page_keys.js``).
"""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from bot.companion import FOLDER
from bot.passage import Passage
from bot.ui.markup import tag
from bot.ui.shared_notes import titles
from bot.ui.state import bot, language, notes_name, say

BETWEEN = " › "


def note_title(source: str) -> str:
    """What a note is called: as the manifest says, else as it begins, else by its file's name."""
    return titles().get(source) or _beginnings(notes_name()).get(source) or source


@lru_cache(maxsize=2)
def _beginnings(_notes: str) -> Mapping[str, str]:
    """The titles that the notes of that name bear themselves; opened when first asked for."""
    return {note.source: note.title for note in bot().corpus.notes}


def link(body: str, page: str, classes: str = "", **query: str) -> str:
    """A link to a page of the app, in the language of the interface; ``body`` is markup."""
    address = f"{page}?{urlencode({**query, 'lang': language()})}"
    return tag("a", body, classes, raw=True, href=address)


def passage_link(body: str, passage: Passage) -> str:
    """A link to a passage in its note; ``body`` is markup."""
    return link(body, "notes", note=passage.source, passage=passage.id)


def question_source(source: str, heading: str, passage: str) -> str:
    """``note › heading`` of a question as a link; it may outlive its note, so it has no passage."""
    first = say("ask.companion") if source.startswith(f"{FOLDER}/") else note_title(source)
    told = tag("span", BETWEEN.join(dict.fromkeys((first, heading))), title=source)
    return tag("p", link(told, "notes", note=source, passage=passage), "trail", raw=True)


def source_line(passage: Passage, heading: bool = True) -> str:
    """``note › headings › line`` of a passage, in the language of the interface.

    heading:  whether the passage's own heading is told, too
    """
    first = say("ask.companion") if passage.is_companion else note_title(passage.source)
    title = passage.heading if heading else ""
    # The question of a companion note stands above its sections, a heading of other notes below.
    inner = [title, *passage.trail] if passage.is_companion else [*passage.trail, title]
    where = [first, *inner]
    if passage.parts > 1:
        where.append(say("ask.part", part=passage.part, parts=passage.parts))
    if passage.line:
        where.append(say("ask.line", line=passage.line))
    line = BETWEEN.join(dict.fromkeys(part for part in where if part))
    if passage.also_in:
        names = say("search.comma").join(map(note_title, passage.also_in))
        line += " · " + say("ask.copies", names=names)
    return line


def source_markup(passage: Passage, heading: bool = True) -> str:
    """The source as a link to the passage in its note; the file's name is in the tooltip."""
    told = tag("span", source_line(passage, heading), title=passage.source)
    return tag("p", passage_link(told, passage), "trail", raw=True)
