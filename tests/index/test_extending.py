"""An index that passages were added to is, array for array, the one built of all passages."""

from pathlib import Path

import numpy as np

from bot.analysis.analyzer import Analyzer
from bot.engine import Bot
from bot.search import PassageIndex

ADDED = 9


def test_an_extended_index_is_one_built_of_all(
    bot: Bot, analyzer: Analyzer, tmp_path: Path
) -> None:
    passages = bot.index.passages[:]
    first = PassageIndex.build(passages[:-ADDED], analyzer)
    first.save(tmp_path)
    whole = PassageIndex.build(passages, analyzer, first.lexicon.descriptions).to_arrays()
    for index in (first, PassageIndex.load(tmp_path)):
        arrays = index.extended(passages[-ADDED:]).to_arrays()
        assert arrays.keys() == whole.keys()
        for name, array in arrays.items():
            np.testing.assert_array_equal(array, whole[name], name)
