"""A whole index beside jieba with rank_bm25: build, store, open, ask, add a note.

    python -m benchmarks.collection 10000 100000 [--folder DIR]

Passages are sentences of words drawn as often as the shipped notes have them, half Chinese, half
English, about 280 bytes each: no sentence stands twice, so that nothing of a text is known from
another one. Times are processor time, of the second process too, since wall-clock time measures
what else the machine does; throughput is bytes of text over either. jieba.lcut and rank_bm25 read
``PEER`` of the same passages in the same run.

What is made of the lexicons alone is kept by another process before, in an index of no passages
with which the build begins. jieba keeps its dictionary in the same way; here it has loaded it
before the time is taken.
"""

import argparse
import os
import re
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import jieba
import numpy as np
from rank_bm25 import BM25Okapi

from bot.index.analyzer_codec import pack_tries
from bot.index.patched import Patch
from bot.index.storage import read_folder, write_folder
from bot.kept.patching import pack_patch, patched_index
from bot.passage import Passage
from bot.search import PassageIndex

CORPUS = Path(__file__).parents[1] / "corpus"
PEER = 5_000
ALONE = 3
"""Seconds after which an index that was left alone counts as checked."""
ASKED = 100
NOTE = (
    Passage("new-1", "new.md", "短尾矮袋鼠吃什么?", "短尾矮袋鼠吃草、树叶和嫩芽。", "zh"),
    Passage("new-2", "new.md", "What do quokkas drink?", "They drink very little water.", "en"),
)


def words_of_the_notes() -> tuple[list[str], list[str]]:
    """Chinese and English words of the shipped notes, with repetitions."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(CORPUS.rglob("*.[mt][dx]*")))
    chinese = [w for run in re.findall("[㐀-鿿]+", text) for w in jieba.lcut(run)]
    return chinese, re.findall("[A-Za-z]{2,}", text)


def passages(count: int, seed: int = 7) -> Iterator[Passage]:
    """Passages of random sentences, a hundred to a note."""
    generator = np.random.default_rng(seed)
    words = words_of_the_notes()
    for number in range(count):
        english = int(generator.random() < 0.5)
        own, space, stop = words[english], " " * english, "。."[english]
        drawn = iter(generator.integers(0, len(own), 80).tolist())
        heading = space.join(own[next(drawn)] for _ in range(4))
        lengths = generator.integers(9, 16, 3 + (1 - english)).tolist()
        sentences = (space.join(own[next(drawn)] for _ in range(n)) + stop for n in lengths)
        source, text = f"note{number // 100}.md", space.join(sentences)
        yield Passage(str(number), source, heading, text, ("zh", "en")[english])


def processor_time() -> float:
    """Seconds of this process and of those that ended."""
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system


def peer(some: Sequence[Passage]) -> float:
    """MB of text that jieba.lcut and rank_bm25 read in a second."""
    jieba.initialize()
    start = processor_time()
    BM25Okapi([jieba.lcut(f"{p.heading} {p.text}") for p in some])
    return megabytes(some) / (processor_time() - start)


def megabytes(some: Sequence[Passage]) -> float:
    """The size of headings and texts."""
    return sum(len(p.heading.encode()) + len(p.text.encode()) for p in some) / 1e6


def asking(index: PassageIndex, some: Sequence[Passage]) -> list[float]:
    """Milliseconds of processor time of searches for the headings of passages, ascending."""
    times = []
    for passage in some[: ASKED * 10 : 10]:
        start = time.process_time()
        index.search(passage.heading)
        times.append((time.process_time() - start) * 1e3)
    return sorted(times)


def peak(who: int) -> float:
    """The most memory that this process had, or any of those that it started, in GB."""
    return resource.getrusage(who).ru_maxrss / 1e6


def keep_lexicons(folder: Path) -> float:
    """Store an index of no passages; seconds of processor time."""
    start = time.process_time()
    nothing = PassageIndex.build(())
    write_folder(folder, nothing.to_arrays() | pack_tries(nothing.analyzer))
    return time.process_time() - start


def lexicons(folder: Path) -> float:
    """Keep what is made of the lexicons in a process of its own, which knows nothing before."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        seconds = pool.submit(keep_lexicons, folder).result()
    for _ in range(2):
        read_folder(folder)
        time.sleep(ALONE)
    return seconds


def measure(count: int, folder: Path) -> None:
    """Print what ``count`` passages cost."""
    corpus = list(passages(count))
    made = lexicons(folder / "lexicons")
    size, other = megabytes(corpus), peer(corpus[:PEER])
    start, own, wall = processor_time(), time.process_time(), time.perf_counter()
    index = PassageIndex.load(folder / "lexicons").extended(corpus)
    build, own = processor_time() - start, time.process_time() - own
    wall = time.perf_counter() - wall
    print(f"{count:,} passages, {size:.1f} MB of text")
    print(f"lexicons        {made:.1f} s of processor time, before")
    print(f"build           {build:.1f} s of processor time, {wall:.2f} s of wall time")
    print(f"                {own:.1f} s of the first process, {build - own:.1f} of the second")
    print(
        f"throughput      {size / build:.2f} MB/s of processor time, {size / wall:.2f} of wall time"
    )
    print(f"                {size / (wall + made):.2f} of wall time with making the lexicons")
    print(f"                {other:.2f} MB/s by jieba and rank_bm25, processor time")
    print(f"peak            {peak(resource.RUSAGE_SELF):.2f} GB, with the texts")
    print(f"                {peak(resource.RUSAGE_CHILDREN):.2f} GB of the second process")
    folder = folder / "index"
    index.save(folder)
    print(f"                {peak(resource.RUSAGE_SELF):.2f} GB once it is stored")
    print(f"stored          {sum(p.stat().st_size for p in folder.iterdir()) / 1e6:.0f} MB")
    PassageIndex.load(folder)
    time.sleep(ALONE)
    PassageIndex.load(folder)
    start = time.process_time()
    index = PassageIndex.load(folder)
    print(f"open            {(time.process_time() - start) * 1e3:.1f} ms")
    start = time.process_time()
    patch = Patch(np.array([*range(count), -1, -2]), count)
    further = patched_index(index, pack_patch(index, patch, NOTE, {}))
    (first,) = further.search(NOTE[0].heading, 1)
    print(f"add a note      {time.process_time() - start:.2f} s, then {first.passage.id} is first")
    times = asking(index, corpus)
    print(f"search          p50 {times[len(times) // 2]:.1f}, p95 {times[-5]:.1f} ms")


def main() -> None:
    """Measure every size that is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--folder", type=Path, default=None, help="where the index is stored")
    arguments = parser.parse_args()
    for size in arguments.sizes:
        folder = Path(tempfile.mkdtemp(prefix="mianda-", dir=arguments.folder))
        try:
            measure(size, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
