"""Passages taken apart, half of them by a second process where there are many.

The second process is this module run as a program: it finds its half in a folder of arrays and
leaves its stretch in another one. It starts as fast as the index opens, needs nothing of the
program that started it, and nothing is pickled. Whatever stops it, its half is read here.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.analysis.analyzer import Analyzer
from bot.analysis.bulk import BulkAnalyzer
from bot.analysis.targets import Targets
from bot.analysis.trie import Trie
from bot.index.analyzer_codec import pack_analyzer, unpack_analyzer
from bot.index.memory import keep_freed_memory
from bot.index.reader import LENGTH, Reader
from bot.index.storage import read_folder, write_folder
from bot.index.stored_passages import pack_passages, unpack_passages
from bot.index.stretch import LEXICAL, Stretch
from bot.index.stretch_codec import pack_stretch, pack_words, unpack_stretch, unpack_words
from bot.passage import Passage

MANY = 16_384
"""Passages from which a second process saves more time than it takes to start."""
_GIVEN, _FOUND, _GLOSSES, _REST = "given", "found", "glosses", "rest"
Glosses = Mapping[str, Sequence[str]]


def stretches_of(
    passages: Sequence[Passage], analyzer: Analyzer, descriptions: Glosses
) -> list[Stretch]:
    """One or two stretches, of all passages in order; ``descriptions`` by concept id."""
    if len(passages) < MANY or (os.cpu_count() or 1) < 2:
        return [_read(passages, analyzer, descriptions)]
    half, model = len(passages) // 2, analyzer.tokenizer.model
    trie = Trie.of(model.frequencies, model.total)
    # What is mapped into memory outlives its file, which some systems do not let go of before.
    place = tempfile.TemporaryDirectory(prefix="mianda-", ignore_cleanup_errors=True)
    with place as folder, _Second(Path(folder)) as second:
        second.begin(passages[half:], analyzer, descriptions, trie)
        first = _read(passages[:half], analyzer, descriptions, trie)
        return [first, second.end() or _read(passages[half:], analyzer, descriptions, trie)]


def read_each(
    groups: Iterable[Sequence[Passage]], analyzer: Analyzer, descriptions: Glosses
) -> list[Stretch]:
    """The stretch of every group of passages, read by one reader, which remembers their words."""
    reader = Reader(BulkAnalyzer(analyzer), descriptions)
    return [reader.read(passages) for passages in groups]


def _read(
    passages: Sequence[Passage], analyzer: Analyzer, glosses: Glosses, trie: Trie | None = None
) -> Stretch:
    if len(passages) > LENGTH:
        keep_freed_memory()
    return Reader(BulkAnalyzer(analyzer, trie=trie), glosses).read(passages)


class _Second:
    """The second process at work in a folder; ended when the work is left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._width = 0

    def __enter__(self) -> "_Second":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def begin(
        self, passages: Sequence[Passage], analyzer: Analyzer, glosses: Glosses, trie: Trie
    ) -> None:
        """Give it the passages; it does nothing when it cannot be started."""
        self._width = len(passages)
        arrays = pack_passages(passages) | pack_words(glosses, _GLOSSES) | trie.arrays()
        command = [sys.executable, "-m", __name__, str(self._folder)]
        path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), *sys.path)))
        try:
            write_folder(
                self._folder / _GIVEN, arrays | pack_analyzer(analyzer, Targets((), (), (), ()))
            )
            self._process = subprocess.Popen(
                command,
                env=os.environ | {"PYTHONPATH": path},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            self._process = None

    def end(self) -> Stretch | None:
        """Its stretch; none when it failed."""
        if self._process is None or self._process.wait():
            return None
        folders = [self._folder / _FOUND / name for name in (*LEXICAL, _REST)]
        stored = [read_folder(folder) for folder in folders]
        if any(one.damaged for one in stored):
            return None
        arrays = {name: array for one in stored for name, array in one.arrays.items()}
        return unpack_stretch(arrays, self._width)


def main(folder: Path) -> None:
    """Read the passages that are given in the folder and leave their stretch there."""
    arrays = read_folder(folder / _GIVEN).arrays
    glosses = unpack_words(arrays, _GLOSSES)
    passages, analyzer = unpack_passages(arrays), unpack_analyzer(arrays)
    stretch = _read(passages, analyzer, glosses, Trie.load(arrays))
    packed = pack_stretch(stretch)
    # The rows of each field in a folder of their own: its memory is free when they are merged.
    for name in LEXICAL:
        rows = stretch.counts[name].rows.arrays(name)
        write_folder(folder / _FOUND / name, {entry: packed.pop(entry) for entry in rows})
    write_folder(folder / _FOUND / _REST, packed)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
