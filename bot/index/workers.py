"""Passages taken apart, by two processes where there are many.

The passages lie in piles. This process takes them from the first one on, the second one from the
last one on, until they meet; so both work until the end, whatever else the machine does. A pile
belongs to whoever makes the file of its number first, which is one step for the operating system.

The second process is this module run as a program: it finds piles and dictionaries in a folder and
leaves its stretch there. It starts as fast as the index opens, needs nothing of the program that
started it, and nothing is pickled. Whatever stops it, what it did not do is read here.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, pairwise, takewhile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.bulk import BulkAnalyzer
from bot.analysis.targets import Targets
from bot.index.analyzer_codec import pack_analyzer, pack_tries, unpack_analyzer
from bot.index.memory import keep_freed_memory, no_search_for_garbage
from bot.index.part import Block
from bot.index.reader import LENGTH, Reader, Written, written
from bot.index.storage import Arrays
from bot.index.stretch import Stretch
from bot.index.stretch_codec import pack_stretch, pack_words, unpack_stretch, unpack_words
from bot.passage import Passage

MANY = 16_384
"""Passages from which a second process saves more time than it takes to start."""
_HANDED_OVER = 12
"""In the time that putting together and handing over so many piles takes one could be read."""
_GIVEN, _FOUND, _GLOSSES = "given", "found", "glosses"
Glosses = Mapping[str, Sequence[str]]


def stretches_of(
    passages: Sequence[Passage], analyzer: Analyzer, descriptions: Glosses
) -> list[Stretch]:
    """One or two stretches, of all passages in order; ``descriptions`` by concept id."""
    if len(passages) > LENGTH:
        keep_freed_memory()
    if len(passages) < MANY or (os.cpu_count() or 1) < 2:
        return [Reader(BulkAnalyzer(analyzer), descriptions).read(passages)]
    # What is mapped into memory outlives its file, which some systems do not let go of before.
    place = tempfile.TemporaryDirectory(prefix="mianda-", ignore_cleanup_errors=True)
    with no_search_for_garbage(), place as folder, _Second(Path(folder)) as second:
        piles = _Piles.of(passages, Path(folder))
        second.begin(analyzer, descriptions)
        reader = Reader(BulkAnalyzer(analyzer), descriptions)
        blocks = _taken(reader, piles, range(piles.count))
        first, rest = reader.stretch(blocks), passages[sum(block.width for block in blocks) :]
        return [first, second.end(len(rest)) or reader.read(rest)] if rest else [first]


def read_each(
    groups: Iterable[Sequence[Passage]], analyzer: Analyzer, descriptions: Glosses
) -> list[Stretch]:
    """The stretch of every group of passages, read by one reader, which remembers their words."""
    reader = Reader(BulkAnalyzer(analyzer), descriptions)
    return [reader.read(passages) for passages in groups]


@dataclass(frozen=True, slots=True)
class _Piles:
    """Passages in files of a folder, ``LENGTH`` in each."""

    folder: Path
    count: int

    @classmethod
    def of(cls, passages: Sequence[Passage], folder: Path) -> "_Piles":
        starts = range(0, len(passages), LENGTH)
        for number, start in enumerate(starts):
            texts = [*chain(*written(passages[start : start + LENGTH]))]
            (folder / f"{number}.txt").write_bytes("".join(texts).encode("utf-8", "surrogatepass"))
            np.save(folder / f"{number}.npy", np.fromiter(map(len, texts), np.int64, len(texts)))
        return cls(folder, len(starts))

    def claim(self, number: int) -> bool:
        """Whether a pile is whose who asks, since nobody asked before."""
        try:
            self._mark(number).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def is_taken(self, number: int) -> bool:
        """Whether somebody has a pile already."""
        return self._mark(number).exists()

    def _mark(self, number: int) -> Path:
        return self.folder / f"{number}.taken"

    def read(self, number: int) -> Written:
        """The passages of a pile."""
        text = (self.folder / f"{number}.txt").read_bytes().decode("utf-8", "surrogatepass")
        ends = np.cumsum(np.load(self.folder / f"{number}.npy")).tolist()
        texts = [text[start:end] for start, end in pairwise((0, *ends))]
        return texts[: len(texts) // 2], texts[len(texts) // 2 :]


def _taken(reader: Reader, piles: _Piles, order: Iterable[int]) -> list[Block]:
    """The piles of an order up to the first one that is taken already."""
    return reader.blocks((number, piles.read(number)) for number in takewhile(piles.claim, order))


class _Second:
    """The second process at work in a folder; ended when the work is left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "_Second":
        command = [sys.executable, "-m", __name__, str(self._folder)]
        path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), *sys.path)))
        with suppress(OSError):
            self._process = subprocess.Popen(
                command,
                env=os.environ | {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()

    def begin(self, analyzer: Analyzer, glosses: Glosses) -> None:
        """Have it take piles of the folder."""
        if self._process is None or self._process.stdin is None:
            return
        arrays = pack_analyzer(analyzer, Targets((), (), (), ())) | pack_tries(analyzer)
        arrays |= pack_words(glosses, _GLOSSES)
        with suppress(OSError):
            _leave(arrays, self._folder / _GIVEN)
        self._process.stdin.close()

    def end(self, width: int) -> Stretch | None:
        """Its stretch of so many passages; none when it failed."""
        if self._process is None or self._process.wait():
            return None
        return unpack_stretch(_left(self._folder / _FOUND), width)


def _leave(arrays: Arrays, folder: Path) -> None:
    """Leave arrays for the other process, each in a file: its memory is free after its last use."""
    folder.mkdir()
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def _left(folder: Path) -> dict[str, NDArray[Any]]:
    """The arrays that were left in a folder, mapped into memory."""
    return {file.stem: np.asarray(np.load(file, "r")) for file in folder.iterdir()}


def main(folder: Path) -> None:
    """Take the piles of a folder from the last one on, and leave their stretch there."""
    arrays = _left(folder / _GIVEN)
    bulk = BulkAnalyzer(unpack_analyzer(arrays), much_han=0)
    reader = Reader(bulk, unpack_words(arrays, _GLOSSES))
    keep_freed_memory()
    piles = _Piles(folder, len(list(folder.glob("*.txt"))))
    # Those that nobody takes are left to the first process, which does not hand over what it finds.
    few = round(piles.count / _HANDED_OVER)
    order = (n for n in reversed(range(piles.count)) if not piles.is_taken(n - few))
    if blocks := _taken(reader, piles, order):
        _leave(pack_stretch(reader.stretch(blocks)), folder / _FOUND)


if __name__ == "__main__":
    sys.stdin.read()  # until there is something to do
    main(Path(sys.argv[1]))
