"""Explanations in words: the names of the parts, their terms in a line, a comparison in a sentence.

The words are data: ``bot/lexicon/explanation.toml``.
"""

from collections.abc import Iterable, Sequence

from bot.explanation import Comparison, Difference, Term
from bot.resources import read_toml

TERMS = 3
_REASONS = 3
_WORTH_SAYING = 0.25
"""A reason is told when it is at least this share of the strongest one."""
_EVEN = 0.005
"""Points that two digits do not show."""


def part_name(part: str, language: str) -> str:
    """What a part of a score, or one of its factors, is called.

    >>> part_name("titles", "en")
    'concepts of its heading'
    """
    return _say("part", part, language)


def terms_in_line(terms: Sequence[Term], language: str, most: int = TERMS, digits: int = 3) -> str:
    """The strongest terms with their points; what the others give together stands last.

    What would be shown as 0 is left out.
    """
    least = 0.5 * 10**-digits
    strong = [term for term in terms[:most] if abs(term.points) >= least]
    told = [f"{term.label.to(language)} {term.points:.{digits}f}" for term in strong]
    left = terms[len(strong) :]
    points = sum(term.points for term in left)
    if abs(points) >= least:
        values = {"n": len(left), "points": f"{points:.{digits}f}"}
        told.append(_say("term", "more", language, **values))
    return _say("term", "between", language).join(told)


def in_a_sentence(comparison: Comparison, language: str) -> str:
    """The strongest reasons why the first passage has more points than the other one, or fewer."""
    first, other = comparison.first, comparison.other
    ahead = first.score - other.score
    names = {"first": first.passage.heading, "other": other.passage.heading}
    sentences = []
    if abs(ahead) < _EVEN:
        sentences.append(_say("sentence", "even", language, **names))
    elif ahead < 0:
        sentences.append(_say("sentence", "behind", language, **names, points=f"{-ahead:.2f}"))
    else:
        reasons = _reasons((d for d in comparison.differences if d.points > 0), 1, language)
        values = {**names, "points": f"{ahead:.2f}", "reasons": reasons}
        sentences.append(_say("sentence", "ahead", language, **values))
    strongest = max((abs(d.points) for d in comparison.differences), default=0.0)
    against = [d for d in comparison.differences if -d.points >= _WORTH_SAYING * strongest > 0]
    if against:
        reasons = _reasons(against, -1, language)
        sentences.append(
            _say("sentence", "against", language, other=names["other"], reasons=reasons)
        )
    if comparison.rivals:
        sentences.append(_say("sentence", "rivals", language))
    return _say("sentence", "after", language).join(sentences)


def _reasons(differences: Iterable[Difference], sign: int, language: str) -> str:
    """The strongest differences of one sign, with the terms that make them."""
    strong = sorted(differences, key=lambda difference: -abs(difference.points))[:_REASONS]
    told = [d for d in strong if abs(d.points) >= _WORTH_SAYING * abs(strong[0].points)]
    return _say("sentence", "between", language).join(_reason(d, sign, language) for d in told)


def _reason(difference: Difference, sign: int, language: str) -> str:
    terms = [term.label.to(language) for term in difference.terms if sign * term.points > 0]
    values = {
        "part": part_name(difference.part, language),
        "points": f"{abs(difference.points):.2f}",
        "terms": _say("term", "between", language).join(dict.fromkeys(terms[:TERMS])),
    }
    return _say("sentence", "reason" if terms else "bare_reason", language, **values)


def _say(table: str, name: str, language: str, **values: object) -> str:
    said: str = read_toml("explanation.toml")[table][name][language]
    return said.format(**values)
