"""Terms taken as one have the same scores however the passages are added up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.index import bm25
from bot.index.bm25 import BM25, group_scores

DOCUMENTS = st.lists(
    st.lists(st.sampled_from("abcdef"), max_size=12), min_size=1, max_size=12
).filter(any)


@given(DOCUMENTS, st.lists(st.sampled_from("abcdefx"), max_size=5))
def test_groups_of_many_passages_score_as_of_few(
    documents: list[list[str]], terms: list[str]
) -> None:
    few = group_scores(BM25(documents), terms).dense()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bm25, "WIDE", 0)
        many = group_scores(BM25(documents), terms).dense()
    np.testing.assert_allclose(many, few, rtol=1e-12)
