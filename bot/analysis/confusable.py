"""Chinese characters that are typed for each other: they sound the same or look alike."""

from functools import cache, lru_cache

from bot.resources import read_rows


def confusable(a: str, b: str, *, loosely: bool) -> bool:
    """Whether two characters look alike or sound the same; ``loosely`` merges dialects.

    >>> confusable("机", "积", loosely=False), confusable("夜", "野", loosely=False)
    (True, True)
    >>> confusable("争", "蒸", loosely=False), confusable("卷", "池", loosely=True)
    (True, False)
    """
    if b in _lookalikes().get(a, "") or _readings(a) & _readings(b):
        return True
    return loosely and not _merged(a).isdisjoint(_merged(b))


@cache
def _lookalikes() -> dict[str, str]:
    groups = [row["characters"] for row in read_rows("lookalikes.tsv")]
    return {c: "".join(g for g in groups if c in g) for group in groups for c in group}


@lru_cache(maxsize=20_000)
def _readings(character: str) -> frozenset[str]:
    """The toneless readings of a character."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


@lru_cache(maxsize=20_000)
def _merged(character: str) -> frozenset[str]:
    """The readings of a character as some dialects have them."""
    return frozenset(map(_merge, _readings(character)))


def _merge(reading: str) -> str:
    """A syllable with zh/z, ch/c, sh/s, n/ng endings taken as one."""
    for retroflex, plain in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if reading.startswith(retroflex):
            reading = plain + reading[2:]
    return reading.removesuffix("g") if reading.endswith("ng") else reading
