"""What to hint at: a concept or word of a key point that an answer does not say."""

from bot.analysis.casing import cased
from bot.analysis.glossary import Glossary
from bot.analysis.words import stem
from bot.interview.evidence import Comparison
from bot.interview.keypoints import KeyPoint
from bot.interview.synonyms import shipped_thesaurus

_COMMON = 0.5
"""What a number, or a word with hand-made synonyms, counts beside other words."""


def clue(seen: Comparison, point: KeyPoint, glossary: Glossary) -> str:
    """The weightiest unit of a point that the answer says least, "" for a point without units.

    Numbers, and words that many others may stand for ("computes", 使用), tell little.
    """

    def telling(row: int) -> tuple[float, int]:
        unit = seen.reference.units[row]
        said = float(seen.credits[row].max(initial=0.0))
        text = seen.reference.text[unit.start : unit.end]
        common = not unit.concepts and shipped_thesaurus().grouped(*unit.words[:1])
        common = common or not any(c.isalpha() for c in text)
        weight = float(seen.reference_weights[row]) * (_COMMON if common else 1.0)
        return weight * (1 - said), unit.end - unit.start

    if not point.units:
        return ""
    unit = seen.reference.units[max(point.units, key=telling)]
    names = [name for id_ in sorted(unit.concepts) if id_ in glossary for name in glossary[id_].en]
    return as_listed(seen.reference.text[unit.start : unit.end], names)


def as_listed(words: str, names: list[str]) -> str:
    """English words in the form of the name that they are inflected from; others as they stand.

    >>> as_listed("causally masked", ["masked attention", "causal mask"])
    'causal mask'
    >>> as_listed("update gates", ["gating"]), as_listed("LSTMs", ["lstm"]), as_listed("门", [])
    ('update gates', 'LSTMs', '门')
    """
    if not words.isascii() or words != words.lower():
        return words
    stems = [stem(word) for word in words.split()]
    listed = (name for name in names if [stem(word) for word in name.split()] == stems)
    return cased(next(listed, words))
