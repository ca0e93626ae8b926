"""N-grams as numbers are the n-grams as strings."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.folding import fold, folded_code_points
from bot.index.grams import GramTable, gram_keys, gram_of
from bot.index.tfidf import character_ngrams

BITS = 6
TEXT = st.text(st.sampled_from("空洞卷积㐀鿿 az09bBＮ,\n層é"), max_size=40)


@given(TEXT)
def test_the_numbers_stand_for_the_strings(text: str) -> None:
    found = [*gram_keys(folded_code_points(text), np.arange(len(text)), BITS)]
    keys = np.concatenate(found)
    grams = [gram_of(key >> BITS) for key in keys.tolist()]
    assert Counter(grams) == Counter(character_ngrams(text))
    folded, places = fold(text), [key & ((1 << BITS) - 1) for key in keys.tolist()]
    assert all(folded.startswith(g, at) for g, at in zip(grams, places, strict=True))


@given(TEXT, TEXT)
def test_a_table_is_the_dict_of_its_grams(text: str, other: str) -> None:
    found = gram_keys(folded_code_points(text), np.zeros(len(text), int), 0)
    keys = np.concatenate([np.unique(one) for one in found])
    assert (np.diff(keys.view(np.int64)) > 0).all()
    table = GramTable(keys)
    expected = {gram_of(key): number for number, key in enumerate(keys.tolist())}
    assert dict(table) == expected
    asked = [*character_ngrams(other), "", other, "空b", "dilated", "空洞卷积"]
    assert [table.get(gram) for gram in asked] == [expected.get(gram) for gram in asked]
