"""All names of the glossary found in a long text at once, by a trie in arrays.

pyahocorasick finds the same, but gives every match as a Python object, also those that begin amid a
word, four times as many as can count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import NONE, different
from bot.analysis.trie import Trie

Numbers = NDArray[Any]
_NAMES = "trie.names"


@dataclass(frozen=True, slots=True)
class Compact:
    """Texts in compact form, one after another.

    codes:   the characters, one more at the end that is in no name
    begins:  the characters with which a name may begin
    starts:  beside each of them its place on the sheet
    ends:    beside each character the place behind it on the sheet, below 0 where no name may end
    """

    codes: Numbers
    begins: Numbers
    starts: Numbers
    ends: Numbers


@dataclass(frozen=True, slots=True)
class Matches:
    """Names that begin and end where a name may: numbers of their forms, places on the sheet."""

    forms: Numbers
    starts: Numbers
    ends: Numbers


@dataclass(frozen=True, slots=True)
class NameTrie:
    """The names of a glossary.

    form:    of every node of the trie the number of the form that ends there, or ``NONE``
    longer:  of every node, whether a longer form goes on there
    """

    trie: Trie
    form: Numbers
    longer: NDArray[np.bool_]

    @classmethod
    def of(cls, forms: Sequence[str]) -> "NameTrie":
        """The trie of different forms, none of which is empty."""
        lengths = np.fromiter(map(len, forms), np.int64, len(forms))
        codes = np.frombuffer("".join(forms).encode("utf-32-le", "surrogatepass"), np.uint32)
        starts, left = np.cumsum(lengths) - lengths, np.arange(len(forms))
        nodes, last, levels = np.zeros(len(forms), np.int64), lengths - 1, []
        size = 0
        for depth in range(int(lengths.max(initial=0))):
            # Of what was read of each form, and the next character.
            keys = (nodes[left] << 16 | codes[starts[left] + depth]).astype(np.uint64)
            levels.append(different(keys))
            nodes[left] = levels[-1].searchsorted(keys) + size
            size, left = size + len(levels[-1]), left[last[left] > depth]
        trie = Trie.of_levels(levels, np.zeros(size))
        # One more than there are nodes: the last one stands for NONE, at which nothing ends.
        form, longer = np.full(size + 1, NONE, np.int32), np.zeros(size + 1, bool)
        form[nodes] = np.arange(len(forms))
        longer[(trie.edges >> np.uint64(16)).astype(np.int64)] = True
        return cls(trie, form, longer)

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]]) -> "NameTrie | None":
        """What :meth:`arrays` gave, if it is there."""
        trie = Trie.load(arrays, _NAMES)
        if trie is None:
            return None
        return cls(trie, arrays[f"{_NAMES}.form"], arrays[f"{_NAMES}.longer"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays to store."""
        own = {f"{_NAMES}.form": self.form, f"{_NAMES}.longer": self.longer}
        return self.trie.arrays(_NAMES) | own

    def find(self, text: Compact) -> Matches:
        """The names of a text.

        >>> compact = Compact(np.array([99, 110, 110, 0]), *np.array([[0], [7]]), np.full(4, 9))
        >>> NameTrie.of(["cn", "cnn", "nn"]).find(compact).forms.tolist()
        [0, 1]
        """
        places, starts = text.begins, text.starts
        nodes = self.trie.firsts[text.codes[places]]
        found = []
        while len(nodes):
            forms = self.form[nodes]
            ended = (forms != NONE).nonzero()[0]
            whole = ended[text.ends[places[ended]] >= 0]
            found.append(np.stack((forms[whole], starts[whole], text.ends[places[whole]])))
            longer = self.longer[nodes].nonzero()[0]
            places, starts = places[longer] + 1, starts[longer]
            nodes = self.trie.next(nodes[longer], text.codes[places])
        return Matches(*np.concatenate([np.empty((3, 0), np.int64), *found], axis=1))
