import re

from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.phrases import PhraseFinder, stands_alone

PHRASES = ("优缺点", "缺点", "ab", "b", "abab")


@given(st.text(st.sampled_from("优缺点abc"), max_size=20))
def test_all_places_are_found_overlapping_ones_too(text: str) -> None:
    finder = PhraseFinder((phrase, phrase) for phrase in PHRASES)
    expected = {
        (match.start(), match.start() + len(phrase), phrase)
        for phrase in PHRASES
        for match in re.finditer(f"(?={re.escape(phrase)})", text)
    }
    found = list(finder.find(text))
    assert set(found) == expected
    assert len(found) == len(expected)


def test_nothing_is_found_for_no_or_empty_phrases() -> None:
    assert list(PhraseFinder([]).find("ab")) == []
    assert list(PhraseFinder([("", 1)]).find("ab")) == []


def test_a_phrase_may_have_several_owners() -> None:
    finder = PhraseFinder([("ab", 1), ("ab", 2), ("ab", 1)])
    assert list(finder.find("ab")) == [(0, 2, 1), (0, 2, 2)]


def test_letters_and_on_demand_digits_must_not_touch() -> None:
    assert stands_alone("a vs b", 2, 4)
    assert not stands_alone("avs b", 1, 3)
    assert stands_alone("在vs下", 1, 3)
    assert stands_alone("3vs4", 1, 3)
    assert not stands_alone("3vs4", 1, 3, digits=True)
