"""Names typed in pinyin, the last resort of a query that found nothing.

Whole names are compared, never single syllables, so that 不, 布 and 部 are not mixed.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.analysis.glossary import Concept


def sound_of(text: str) -> str:
    """Toneless pinyin of a text, written together.

    >>> sound_of("感受野")
    'ganshouye'
    """
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


def pinyin_names(concepts: Iterable[Concept]) -> dict[str, str]:
    """Toneless pinyin, written together -> the Chinese name; the first name wins.

    >>> pinyin_names([Concept("rf", "dl", ("感受野",), ())])
    {'ganshouye': '感受野'}
    """
    table: dict[str, str] = {}
    for concept in concepts:
        for name in concept.zh:
            if all("㐀" <= character <= "鿿" for character in name):
                table.setdefault(sound_of(name), name)
    return table


def read_pinyin(words: Sequence[str], names: Mapping[str, str]) -> list[str] | None:
    """The words with pinyin read as names, None when none is; syllables may be spaced.

    >>> read_pinyin(["gan", "shou", "ye", "CNN"], {"ganshouye": "感受野"})
    ['感受野', 'CNN']
    """
    longest = max(map(len, names), default=0)
    sounds = [word.lower().replace("'", "") for word in words]
    read: list[str] = []
    start = 0
    while start < len(words):
        name, end = _name_from(start, sounds, names, longest)
        read.append(name or words[start])
        start = end
    return read if read != list(words) else None


def _name_from(
    start: int, sounds: Sequence[str], names: Mapping[str, str], longest: int
) -> tuple[str, int]:
    """The longest name that the words from ``start`` on sound as, and where it ends; else none."""
    name, end, sound = "", start + 1, ""
    for at in range(start, len(sounds)):
        sound += sounds[at]
        if len(sound) > longest:
            break
        if sound in names:
            name, end = names[sound], at + 1
    return name, end
