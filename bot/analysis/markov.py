"""jieba's model of unknown words on many stretches of characters at once (Viterbi)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.cutter import FIRST, IMPOSSIBLE, LAST, WordModel

Numbers = NDArray[Any]
Scores = NDArray[np.float64]
_STATES = "BMES"
_LIKED, _OTHER = np.array([3, 1, 1, 3]), np.array([2, 0, 0, 2])
"""The two states that can precede each: of equal ones jieba takes the one with the later letter."""
_END, _SINGLE = 2, 3


@dataclass(frozen=True)
class Markov:
    """start: (4,); liked, other: (4, 1), of a state after each of the two before; emit: (4, 2^16).

    All are log probabilities.
    """

    start: Scores
    liked: Scores
    other: Scores
    emit: Scores

    @classmethod
    def of(cls, model: WordModel) -> "Markov":
        """The arrays of a model."""
        liked, other = (
            np.array([[model.change[_STATES[b] + s]] for b, s in zip(before, _STATES, strict=True)])
            for before in (_LIKED, _OTHER)
        )
        emit = np.full((len(_STATES), 1 << 16), IMPOSSIBLE)
        known = np.stack([model.emit[state].row for state in _STATES])
        emit[:, FIRST : LAST + 1] = np.where(known > -np.inf, known, IMPOSSIBLE)
        return cls(np.array([model.start[s] for s in _STATES]), liked, other, emit)

    def begins(self, codes: Numbers, starts: Numbers, lengths: Numbers) -> Numbers:
        """The places of ``codes`` where words begin in stretches, without the stretches' starts."""
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[order], lengths[order]
        # How many stretches have a character number k: these are the first ones.
        many = np.cumsum(np.bincount(lengths)[::-1])[::-1][1:].tolist()
        if not many:
            return np.empty(0, np.int64)
        scores = self.start[:, None] + self.emit[:, codes[starts]]
        before = [scores[:, :0].astype(np.int8)]
        for step, n in enumerate(many[1:], 1):
            here = self.emit[:, codes[starts[:n] + step]]
            liked = scores[_LIKED, :n] + self.liked + here
            other = scores[_OTHER, :n] + self.other + here
            better = other > liked
            scores[:, :n] = np.where(better, other, liked)
            before.append(np.where(better, _OTHER[:, None], _LIKED[:, None]).astype(np.int8))
        states = np.where(scores[_SINGLE] >= scores[_END], _SINGLE, _END)
        found = []
        for step in range(len(many) - 1, 0, -1):
            n = many[step]
            states[:n] = before[step][states[:n], np.arange(n)]
            found.append(starts[:n][states[:n] >= _END] + step)
        return np.concatenate([np.empty(0, np.int64), *found])
