"""Concepts: one idea under all its Chinese and English names.

The glossary is a table of words, not code: ``bot/lexicon/glossary.tsv``, extended by every
``glossary.tsv`` in the user's folders of notes. Lists inside a cell are separated by ``|``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.analysis.casing import cased
from bot.analysis.folding import fold
from bot.resources import is_row, parse_rows, read_plain, read_text
from bot.tables import line_of, refused
from bot.text import Text

_COLUMNS = "id field zh en abbr slips relations note"
_WANTED = Text(
    f"术语表是 UTF-8 的制表符分隔表,首行为 {_COLUMNS},每行要有 id,不能多出单元格",
    f"a glossary is a UTF-8 table separated by tabs that begins with the columns {_COLUMNS}, with "
    "an id and no further cell in every line",
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry.

    id:         kebab-case English, unique
    field:      the field of study it belongs to
    zh, en:     names, the best one first
    abbr:       abbreviations as written
    slips:      common misnomers, understood but never shown
    relations:  (kind, id) pairs; kind is is-a, part-of, opposite, confused or related
    """

    id: str
    field: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    abbr: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the concept is called, slips included."""
        return self.zh + self.en + self.abbr + self.slips

    @property
    def title(self) -> Text:
        """The name to show in each language."""
        english = (*self.en, *self.abbr, *self.zh, self.id)[0]
        english = cased(english)
        return Text((*self.zh, english)[0], english)

    def related(self, kind: str) -> tuple[str, ...]:
        """Ids this concept points to by relations of ``kind``."""
        return tuple(target for name, target in self.relations if name == kind)

    @property
    def wider(self) -> tuple[str, ...]:
        """Ids of what this concept is a kind of, then of what it is a part of."""
        return (*self.related("is-a"), *self.related("part-of"))


Glossary = Mapping[str, Concept]


def parse_glossary(text: str) -> dict[str, Concept]:
    """The concepts of a glossary table by id, in the order of the table.

    >>> parse_glossary("id\\tzh\\ten\\nrelu\\t线性整流\\tReLU")["relu"].title.zh
    '线性整流'
    """
    return {row["id"]: _concept(row) for row in parse_rows(text) if row.get("id")}


def load_glossary(*extra: Path) -> dict[str, Concept]:
    """The shipped concepts, extended or overridden by each ``extra`` table that exists, in order.

    Raises NoteError, which names the line, when one of them is not a glossary table.
    """
    concepts = parse_glossary(read_text("glossary.tsv"))
    for path in extra:
        concepts |= _read(path) if path.is_file() else {}
    return concepts


def _read(path: Path) -> dict[str, Concept]:
    """The concepts of a table that a user wrote."""
    try:
        text = read_plain(path, "utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise refused(path, line_of(error), _WANTED) from error
    if line := _fault(text):
        raise refused(path, line, _WANTED)
    return parse_glossary(text)


def _fault(text: str) -> int:
    """The first line that stands in no glossary, counted from 1; 0 when there is none.

    >>> _fault("id\\tzh\\nrelu\\t线性整流"), _fault("id\\tzh\\n\\n\\t线性整流"), _fault("zh\\ten")
    (0, 3, 1)
    """
    rows = [(n, line.split("\t")) for n, line in enumerate(text.splitlines(), 1) if is_row(line)]
    first, header = rows[0] if rows else (1, [])
    if "id" not in header:
        return first
    place = header.index("id")
    bad = (n for n, row in rows if not "".join(row[place:][:1]).strip() or len(row) > len(header))
    return next(bad, 0)


def chinese_words(concepts: Iterable[Concept]) -> list[str]:
    """The purely Chinese names as they are folded, which the tokenizer must keep whole."""
    names = (fold(name) for c in concepts for name in c.zh)
    return [name for name in names if all("㐀" <= x <= "鿿" for x in name)]


def _concept(row: Mapping[str, str]) -> Concept:
    def cell(column: str) -> tuple[str, ...]:
        parts = (part.strip() for part in row.get(column, "").split("|"))
        return tuple(dict.fromkeys(part for part in parts if part))

    pairs = (part.partition(":") for part in cell("relations"))
    return Concept(
        id=row["id"],
        field=row.get("field", ""),
        zh=cell("zh"),
        en=cell("en"),
        abbr=cell("abbr"),
        slips=cell("slips"),
        relations=tuple((kind, target) for kind, colon, target in pairs if colon),
    )
