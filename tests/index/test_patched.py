"""Fields seen through a patch are those of an index built anew of the changed collection."""

from collections.abc import Sequence

import numpy as np
import pytest

from bot.engine import Bot
from bot.index.fields import Fields
from bot.index.patched import Patch
from bot.index.patched_fields import change_of, pack_change, patched_fields, unpack_change
from bot.index.stretch import LEXICAL
from bot.passage import Passage
from bot.search import PassageIndex

NEW = (
    Passage("n1", "n.md", "空洞卷积的缺点", "优点:\n空洞卷积扩大感受野,缺点是网格效应。", "zh"),
    Passage("n2", "n.md", "Quokkas", "A quokka is no dilated convolution. 短尾矮袋鼠。", "en"),
    Passage("n3", "n.md", "Lost", "", "en", kind="heading"),
)


def fields_after(index: PassageIndex, origins: Sequence[int]) -> Fields:
    patch = Patch(np.array(origins), len(index.passages))
    gone = [index.passages[number] for number in patch.gone.tolist()]
    descriptions = index.lexicon.descriptions.terms
    added = NEW[: sum(origin < 0 for origin in origins)]
    change = change_of(index.fields, patch, added, gone, index.analyzer, descriptions)
    return patched_fields(index.fields, unpack_change(pack_change(change)))


def origins_of(change: str, n: int) -> list[int]:
    stay = list(range(n))
    return {
        "behind": [*stay, -1, -2, -3],
        "between": [-2, *stay[:7], -1, *stay[7:], -3],
        "instead": [*stay[:5], -1, -2, *stay[30:-1]],
        "gone": stay[n // 2 :],
        "all new": [-3, -1, -2],
    }[change]


@pytest.mark.parametrize("change", ["behind", "between", "instead", "gone", "all new"])
def test_a_patched_index_is_one_built_anew(bot: Bot, change: str) -> None:
    index = bot.index
    origins = origins_of(change, len(index.passages))
    passages = [index.passages[o] if o >= 0 else NEW[-1 - o] for o in origins]
    patched = fields_after(index, origins)
    built = PassageIndex.build(passages, index.analyzer, index.lexicon.descriptions)
    for name in LEXICAL:
        one, other = getattr(patched, name), getattr(built.fields, name)
        assert set(one.terms) == set(other.terms), name
        assert len(one.terms) == len(other.terms)
        assert one.weights.size == other.weights.size
        np.testing.assert_array_equal(one.doc_len, other.doc_len)
        for term in other.terms:
            row, expected = (two.weights.row(two.terms[term]) for two in (one, other))
            np.testing.assert_array_equal(row[0], expected[0], term)
            np.testing.assert_array_equal(row[1], expected[1], term)
            assert one.idf_of(term) == other.idf_of(term)
    np.testing.assert_allclose(patched.tfidf.norms, built.fields.tfidf.norms, rtol=1e-12)
    for name, numbers in (*built.fields.aspects.items(), *built.fields.part_aspects.items()):
        of = "aspects" if name in built.fields.aspects else "part_aspects"
        np.testing.assert_array_equal(getattr(patched, of)[name], getattr(built.fields, of)[name])
        assert len(numbers)
    assert_same_marks(patched, built)


def assert_same_marks(patched: Fields, built: PassageIndex) -> None:
    titles, expected = patched.titles, built.fields.titles
    np.testing.assert_allclose(titles.norms, expected.norms, rtol=1e-12)
    assert set(titles.concepts) == set(expected.concepts)
    for concept, row in expected.concepts.items():
        assert titles.idf[titles.concepts[concept]] == expected.idf[row]
    for number in range(len(built.passages)):
        found = patched.concept_marks.greatest_weights(number)
        assert found == built.fields.concept_marks.greatest_weights(number)
        wanted = ["卷积", "dilat", "quokka", *found]
        for marks in ("words_marks", "concept_marks"):
            spans = getattr(patched, marks).spans(number, wanted)
            assert sorted(spans) == sorted(getattr(built.fields, marks).spans(number, wanted))
