"""Terms that the notes do hold, near to one that they do not: by letters, by sound, by beginning.

They are offered, never searched unasked, so that a bold guess does no harm.
"""

from collections.abc import Callable, Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from bot.analysis.glossary import Concept
from bot.keyword.alphabet import letters_of
from bot.resources import read_toml

_SHORTEST_WORD = 4
_SHORTEST_BEGINNING = {True: 2, False: 3}
"""Han characters and letters that two terms must begin with alike."""


def terms_by_spelling(
    concepts: Iterable[Concept], words: Iterable[str], pinyin: Mapping[str, str]
) -> dict[str, str]:
    """Spelling -> term: names of concepts, words of the notes, names in pinyin.

    >>> field = Concept("rf", "dl", ("感受野",), ("receptive field",))
    >>> sorted(terms_by_spelling([field], ["stride"], {"ganshouye": "感受野"}))
    ['ganshouye', 'receptivefield', 'stride', '感受野']
    """
    names = (name for c in concepts for name in (*c.zh, *c.en, *c.abbr))
    table: dict[str, str] = {}
    for term in (*names, *(word for word in words if len(word) >= _SHORTEST_WORD)):
        table.setdefault(letters_of(term), term)
    return {**pinyin, **table}


def nearest_terms(
    typed: str, terms: Mapping[str, str], sound: Callable[[str], str]
) -> tuple[str, ...]:
    """The terms most like ``typed``, best first; ``sound`` is the pinyin of a Chinese text.

    >>> terms = {"感受野": "感受野", "ganshouye": "感受野", "regularization": "regularization"}
    >>> nearest_terms("感受叶", terms, lambda text: "ganshouye")
    ('感受野',)
    >>> nearest_terms("regularise", terms, str)
    ('regularization',)
    """
    limits = read_toml("keyword.toml")["limits"]
    spelling = letters_of(typed)
    if not spelling:
        return ()
    wide = not spelling.isascii()
    spellings = (spelling, sound(spelling)) if wide else (spelling,)
    shares: dict[str, float] = {}
    for one in spellings:
        for key, share, _ in process.extract(
            one,
            terms.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=limits["near_share"],
            limit=None,
        ):
            shares[terms[key]] = max(share, shares.get(terms[key], 0.0))
    alike = sorted(shares, key=lambda term: -shares[term])
    return tuple(dict.fromkeys((*alike, *_beginning(spelling, terms, wide))))[: limits["near"]]


def _beginning(spelling: str, terms: Mapping[str, str], wide: bool) -> list[str]:
    """The terms that share the first half of a spelling, those that share most first."""
    least = max(_SHORTEST_BEGINNING[wide], -(-len(spelling) // 2))
    shared = {key: Prefix.similarity(key, spelling) for key in terms if key[0] == spelling[0]}
    found = (key for key, length in shared.items() if length >= least)
    return [terms[key] for key in sorted(found, key=lambda key: (-shared[key], len(key)))]
