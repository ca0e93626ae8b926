"""The index of a changed collection, beside the old one: only what changed is read and stored."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from bot.index.codec import Packed
from bot.index.patched import Patch
from bot.index.patched_fields import change_of, pack_change, patched_fields, unpack_change
from bot.index.storage import Arrays
from bot.index.stored_passages import pack_passages, unpack_passages
from bot.index.traits import Traits
from bot.passage import Passage
from bot.search import PassageIndex


class PatchedIndex(PassageIndex):
    """Ranks the passages of a changed collection as an index built of all of them does.

    It is not a thing to store or to add to: where that is asked for, it is built anew.
    """

    def whole(self) -> PassageIndex:
        """The same index without the old one."""
        return PassageIndex.build(self.passages, self.analyzer)

    def extended(self, new: Sequence[Passage]) -> PassageIndex:
        """The index of these passages and ``new`` ones after them."""
        return self.whole().extended(new)

    def to_arrays(self) -> Packed:
        """The whole index as arrays by name."""
        return self.whole().to_arrays()


class PatchedPassages(Sequence[Passage]):
    """The passages of a changed collection.

    new:       the added passages, then those that replace an old one
    replaced:  the old numbers of these
    """

    def __init__(
        self, patch: Patch, old: Sequence[Passage], new: Sequence[Passage], replaced: Sequence[int]
    ) -> None:
        self._origins, self._old, self._new = patch.origins.data, old, new
        self._replaced = dict(zip(replaced, range(len(patch.added), len(new)), strict=True))

    def __len__(self) -> int:
        return len(self._origins)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return tuple(self[i] for i in range(*number.indices(len(self))))
        origin = self._origins[int(number)]
        if origin < 0:
            return self._new[-1 - origin]
        replaced = self._replaced.get(origin)
        return self._old[origin] if replaced is None else self._new[replaced]

    def __iter__(self) -> Iterator[Passage]:
        return (self[number] for number in range(len(self)))


def pack_patch(
    old: PassageIndex, patch: Patch, added: Sequence[Passage], replaced: Mapping[int, Passage]
) -> Packed:
    """What has to be stored of a changed collection beside the ``old`` index."""
    gone = [old.passages[number] for number in patch.gone.tolist()]
    descriptions = old.lexicon.descriptions.terms
    change = change_of(old.fields, patch, added, gone, old.analyzer, descriptions)
    traits = Traits.of(added)
    return {
        **pack_change(change),
        **pack_passages([*added, *replaced.values()]),
        "replaced": np.array([*replaced], np.int64),
        "languages": traits.languages,
        "kinds": traits.kinds,
    }


def patched_index(old: PassageIndex, arrays: Arrays) -> PatchedIndex:
    """The index of a changed collection, of what :func:`pack_patch` packed."""
    change, before = unpack_change(arrays), old.traits
    traits = Traits(
        change.patch.of_passages(before.languages, arrays["languages"]),
        change.patch.of_passages(before.kinds, arrays["kinds"]),
    )
    fields = patched_fields(old.fields, change)
    replaced, new = arrays["replaced"].tolist(), unpack_passages(arrays)
    passages = PatchedPassages(change.patch, old.passages, new, replaced)
    lexicon = old.lexicon.over(fields.words.terms)
    index = PatchedIndex(passages, traits, fields, old.analyzer, lexicon)
    index.__dict__["_targets"] = old._targets
    return index
