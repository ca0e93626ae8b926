"""What the typed query says: words, phrases, alternatives, exclusions and filters.

    "a phrase"  -exclude  a OR b  topic:nms  source:file  lang:zh  has:code

Every operator has a Chinese form and may be typed in full width: “短语” 「短语」 －排除 甲 或 乙
主题： 来源： 语言： 含：. OR binds closer than the space. Nothing typed is an error: where an
operator is incomplete, the whole query is read as plain words, and ``malformed`` says so.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.keyword.alphabet import fold_text
from bot.keyword.writing import written
from bot.resources import read_toml

_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』«»〝〞＂", '"') | {"−": "-", "﹣": "-"})
_ITEM = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?:(?P<name>[^\W\d_]+):)?
        (?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))?""",
    re.VERBOSE,
)
_NAME = re.compile(r"(?<![^\W\d_])([^\W\d_]+):")
_PIPED = re.compile(r"\w+(?:\|\w+)+")
_OPERATOR_SIGNS = re.compile(r'["|:]|(?<!\S)-+')


@dataclass(frozen=True, slots=True)
class Wish:
    """Something a passage should hold: words as typed, in order and adjacent for a phrase."""

    text: str
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query taken apart.

    groups:    all must be met, each by any one of its wishes
    filters:   facet -> values as typed; barred: the same for excluded ones
    malformed: an operator was incomplete, and all is read as plain words
    cut:       the query was longer than is read
    open_end:  the last word may be unfinished
    """

    groups: tuple[tuple[Wish, ...], ...]
    excluded: tuple[Wish, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    barred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    malformed: bool = False
    cut: bool = False
    open_end: bool = True


class _MalformedError(Exception):
    """An operator is incomplete."""


def parse(query: str) -> Parsed:
    """Take a query apart.

    >>> parsed = parse("空洞卷积 －池化 含:代码 “感受 野”")
    >>> [w.text for group in parsed.groups for w in group], parsed.excluded[0].text
    (['空洞卷积', '感受 野'], '池化')
    >>> [group[0].text for group in parse('"主题 OR 来源:a').groups]
    ['主题', 'a']
    """
    text, cut = _normal(query)
    open_end = text[-1:].strip() not in ("", '"')
    try:
        return _assemble(text, cut, open_end)
    except _MalformedError:
        return plain(query)


def plain(query: str) -> Parsed:
    """The query with every operator sign taken as a space."""
    text, cut = _normal(query)
    text = _NAME.sub(lambda m: " " if fold_text(m[1]) in _facets() else m[0], text)
    words = _OPERATOR_SIGNS.sub(" ", text).split()
    signs = read_toml("keyword.toml")["either"]
    groups = tuple((Wish(word),) for word in words if word not in signs)
    return Parsed(groups, malformed=True, cut=cut)


def _normal(query: str) -> tuple[str, bool]:
    """Half-width signs, one kind of quote, spaces for control characters; whether it was cut."""
    limit = read_toml("keyword.toml")["limits"]["query_characters"]
    characters = []
    for character in written(query[:limit]).text:
        kind = unicodedata.category(character)
        narrow = unicodedata.normalize("NFKC", character)
        if character.isspace() or kind in ("Cc", "Cs"):
            characters.append(" ")
        elif kind != "Cf":
            characters.append(narrow if len(narrow) == 1 and narrow.isascii() else character)
    return "".join(characters).translate(_QUOTES), len(query) > limit


def _assemble(text: str, cut: bool, open_end: bool) -> Parsed:
    groups: list[tuple[Wish, ...]] = []
    excluded: list[Wish] = []
    filters: dict[bool, dict[str, list[str]]] = {True: defaultdict(list), False: defaultdict(list)}
    for joined, (minus, facet, wishes) in _joined(_items(text)):
        if joined and (minus or facet or not groups):
            raise _MalformedError
        if facet:
            filters[minus][facet].append(wishes[0].text)
        elif minus:
            excluded += wishes
        elif joined:
            groups[-1] += wishes
        else:
            groups.append(wishes)
    wanted, barred = ({f: tuple(v) for f, v in filters[side].items()} for side in (False, True))
    return Parsed(tuple(groups), tuple(excluded), wanted, barred, cut=cut, open_end=open_end)


def _joined(items: Iterator["_Item | str"]) -> Iterator[tuple[bool, "_Item"]]:
    """Each item, and whether OR stands before it."""
    joining = False
    for item in items:
        if isinstance(item, str):
            if joining:
                raise _MalformedError
            joining = True
        else:
            yield joining, item
            joining = False
    if joining:
        raise _MalformedError


_Item = tuple[bool, str, tuple[Wish, ...]]


def _items(text: str) -> Iterator[_Item | str]:
    """The items of the query: ``"OR"``, or whether it is excluded, its facet and its wishes."""
    if text.count('"') % 2:
        raise _MalformedError
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        match = _ITEM.match(text, position)
        if match is None or match.end() == position:
            raise _MalformedError
        position = match.end()
        yield _item(match)


def _item(match: re.Match[str]) -> _Item | str:
    if match[0] in read_toml("keyword.toml")["either"]:
        return "OR"
    facet = _facets().get(fold_text(match["name"] or ""), "")
    phrase = match["phrase"] is not None
    text = match["phrase"] if phrase else match["word"] or ""
    if phrase and not any(map(str.isalnum, text)):
        raise _MalformedError
    if match["name"] and not facet:
        text, phrase = match[0].removeprefix("-").replace('"', " "), False
    elif facet and not text:
        raise _MalformedError
    if not phrase and not facet and _PIPED.fullmatch(text):
        return bool(match["minus"]), facet, tuple(Wish(part) for part in text.split("|"))
    return bool(match["minus"]), facet, (Wish(text, phrase),)


@cache
def _facets() -> dict[str, str]:
    """Each folded name of a filter to the facet it filters by."""
    table: dict[str, list[str]] = read_toml("keyword.toml")["operators"]
    return {name: meaning for meaning, names in table.items() for name in names}
