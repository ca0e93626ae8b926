"""Questions as an Anki deck: importing it again updates the notes instead of doubling them.

Model and deck have fixed ids and every note a GUID made of the question's id, which is how Anki
knows them again. Fields are HTML, so all text is escaped; formulas between dollars become MathJax.
Anki obeys more than HTML in a field: ``[sound:…]``, ``[latex]…[/latex]`` and what stands between
the marks of MathJax. None of it acts when it comes from a note.
"""

import html
import io
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import genanki

from bot.errors import StoreError
from bot.folders import write_whole
from bot.interview.markdown import Kind, blocks, draws_only
from bot.interview.questions import Question
from bot.text import Text

MODEL_ID, DECK_ID = 1_735_210_477, 2_041_889_113
"""Drawn once at random; they must never change, or an import would make a second model and deck."""
_MATH = re.compile(r"\$\$(.+?)\$\$|\$(\S(?:[^$\n]*?\S)?)\$", re.DOTALL)
_DELIMITER = re.compile(r"\\[(\[)\]]")
"""What begins and ends a formula for MathJax."""
_JOINER, _BRACKET = "\u2060", "&#91;"
"""What nobody sees and keeps such a mark apart; what reads as a bracket and is none to Anki."""
_FRONT = "<div>{{Question}}</div>"
_BACK = (
    "{{FrontSide}}<hr id=answer><div style='text-align:left'>{{Answer}}</div>"
    "<div style='color:gray;font-size:small'>{{Source}}</div>"
)


def write_deck(questions: Iterable[Question], path: Path, now: datetime) -> int:
    """Write an .apkg file with the questions and return how many there are.

    Raises StoreError when the file cannot be written.
    """
    deck = genanki.Deck(DECK_ID, "Mianda 面答")
    notes = [_note(question) for question in questions]
    for note in notes:
        deck.add_note(note)
    try:
        write_whole(path, _package(deck, now))
    except OSError as error:
        message = Text("无法写入 {path}。", "cannot write {path}").format(path=path)
        raise StoreError(message) from error
    return len(notes)


def _package(deck: genanki.Deck, now: datetime) -> bytes:
    """The .apkg file of a deck; genanki itself would leave a copy among the temporary files.

    It is a ZIP archive of an SQLite database and of a list of media, of which there are none.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        ids = count(int(now.timestamp() * 1000))
        genanki.Package(deck).write_to_db(database.cursor(), now.timestamp(), ids)
        database.commit()
        collection = database.serialize()
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as file:
        for name, data in (("collection.anki2", collection), ("media", b"{}")):
            file.writestr(ZipInfo(name, now.timetuple()[:6]), data, ZIP_DEFLATED)
    return archive.getvalue()


def to_html(text: str) -> str:
    r"""Text as the HTML of a field: escaped, lines, titles and code kept, formulas for MathJax.

    >>> to_html("a < b\n$x^2$ costs $5")
    'a &lt; b<br>\\(x^2\\) costs $5'
    >>> to_html("a\n\n## Why\n```\nif x:\n    y\n```")
    'a<br><b>Why</b><pre>if x:<br>    y</pre>'
    """
    parts = [(kind, part.strip("\n")) for kind, part in blocks(text)]
    return "<br>".join(_FIELDS[kind](part) for kind, part in parts if part).replace(
        "<br><pre>", "<pre>"
    )


def _with_formulas(text: str) -> str:
    parts, end = [], 0
    for match in _MATH.finditer(text):
        display = match[1] is not None
        formula = match[1] if display else match[2]
        if not draws_only(formula) or _DELIMITER.search(formula):
            continue
        formula = html.escape(formula, quote=False).replace("[", _BRACKET)
        parts.append(_plain(text[end : match.start()]))
        parts.append(rf"\[{formula}\]" if display else rf"\({formula}\)")
        end = match.end()
    return "".join([*parts, _plain(text[end:])])


def _plain(text: str) -> str:
    unread = _DELIMITER.sub(lambda found: f"\\{_JOINER}{found[0][1]}", text)
    return html.escape(unread).replace("[", _BRACKET).replace("\n", "<br>")


_FIELDS: Mapping[Kind, Callable[[str], str]] = {
    "title": lambda part: f"<b>{_plain(part)}</b>",
    "code": lambda part: f"<pre>{_plain(part)}</pre>",
    "text": _with_formulas,
}
"""How a block of a text is written in a field."""


def _note(question: Question) -> genanki.Note:
    source = f"{question.source} › {question.heading}"
    fields = [to_html(question.text), to_html(question.reference), _plain(source)]
    return genanki.Note(
        model=_model(),
        fields=fields,
        guid=genanki.guid_for("mianda", question.id),
        tags=[re.sub(r"\s+", "-", question.topic)],
    )


def _model() -> genanki.Model:
    return genanki.Model(
        MODEL_ID,
        "Mianda",
        fields=[{"name": name} for name in ("Question", "Answer", "Source")],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
    )
