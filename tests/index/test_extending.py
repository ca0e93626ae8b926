"""An index that passages were added to is, array for array, the one built of all passages."""

from pathlib import Path

import numpy as np

from bot.analysis.analyzer import Analyzer
from bot.engine import Bot
from bot.index.analyzer_codec import pack_tries
from bot.index.storage import read_folder, write_folder
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


def test_an_index_begun_with_a_stored_one_of_nothing_is_one_built_of_all(
    bot: Bot, tmp_path: Path
) -> None:
    passages, analyzer = bot.index.passages[:], Analyzer.open()
    nothing = PassageIndex.build((), analyzer)
    write_folder(tmp_path, nothing.to_arrays() | pack_tries(analyzer))
    stored = PassageIndex.from_arrays(read_folder(tmp_path).arrays)
    whole = PassageIndex.build(passages, analyzer, nothing.lexicon.descriptions).to_arrays()
    arrays = stored.extended(passages).to_arrays()
    assert arrays.keys() == whole.keys()
    for name, array in arrays.items():
        assert array.dtype == whole[name].dtype, name
        np.testing.assert_array_equal(array, whole[name], name)
