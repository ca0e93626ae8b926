"""Whether the tests notice a fault: mutation testing of ranking, grading, schedule and cleaning.

    python -m tools.mutation                     a sample of every area
    python -m tools.mutation schedule --sample 0 all mutants of one area
    python -m tools.mutation ranking --sample 0 --module bot/search.py --from 30
                                                 those of one module, from the 31st on

A copy of the program gets one small fault at a time (:mod:`tools.mutants`) and the tests of its
area run until one fails. A mutant that no test fails on has survived: a test is missing, or the
fault changes nothing that anybody could see. Those are explained in ``tools/mutation.toml``, beside
the areas. The exit code is 1 when a survivor is not explained.

Each run is a fork of a process that has read the libraries, which halves the time. Where an area
says ``analyzer = true``, the process has also opened the analyzer, which the tests then share: no
module of such an area is read by it. Needs an operating system that can fork.
"""

import argparse
import gc
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.mutants import Mutant, mutants, mutated
from tools.warm import forget_program, read_libraries, share_analyzer

ROOT = Path(__file__).parents[1]
_NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "docs", "benchmarks")
_PATIENCE = 10.0
"""Times the whole run of the tests without a fault, after which a mutant counts as hanging."""


@dataclass(frozen=True, slots=True)
class Area:
    """Modules that are tested together, by the tests that are most likely to notice first.

    analyzer:  whether the tests share one analyzer, opened before any fault is made
    """

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    sample: int
    analyzer: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A mutant as it is named in the list of explained ones and on the screen."""

    module: str
    text: str
    fault: str


def main() -> int:
    settings = tomllib.loads((Path(__file__).with_name("mutation.toml")).read_text("utf-8"))
    areas = {name: _area(name, entry) for name, entry in settings["area"].items()}
    parser = argparse.ArgumentParser(prog="python -m tools.mutation")
    parser.add_argument("areas", nargs="*", default=[*areas], help=f"of {', '.join(areas)}")
    parser.add_argument("--sample", type=int, help="mutants of each area, 0 for all")
    parser.add_argument("--seed", type=int, default=1, help="which mutants are drawn")
    parser.add_argument("--module", action="append", help="draw from this module alone; repeatable")
    parser.add_argument("--from", type=int, default=0, dest="start", help="drawn ones passed over")
    asked = parser.parse_args()
    explained = {Told(e["module"], e["text"], e["fault"]) for e in settings.get("explained", ())}
    unexplained = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(ROOT, Path(folder) / "copy", ignore=_NOT_COPIED))
        sys.path[:] = [str(copy), *(place for place in sys.path if place not in ("", str(ROOT)))]
        os.chdir(copy)
        read_libraries(Path(folder))
        for name in asked.areas:
            size = areas[name].sample if asked.sample is None else asked.sample
            drawn = _drawn(copy, areas[name], asked.module, size, asked.seed)[asked.start :]
            survivors, tried = _survivors(copy, areas[name], drawn), len(drawn)
            known = [told for told in survivors if told in explained]
            unexplained += len(survivors) - len(known)
            print(_sentence(name, tried, len(survivors), len(known)), flush=True)
    return 1 if unexplained else 0


def _area(name: str, entry: dict[str, list[str]]) -> Area:
    modules = [path for given in entry["modules"] for path in sorted(ROOT.glob(given))]
    return Area(
        name,
        tuple(path.relative_to(ROOT).as_posix() for path in modules),
        tuple(entry["tests"]),
        int(entry["sample"]),  # type: ignore[call-overload]
        bool(entry.get("analyzer")),
    )


def _sentence(name: str, tried: int, survived: int, explained: int) -> str:
    killed = tried - survived
    share = killed / max(tried - explained, 1)
    return (
        f"{name}: {killed} of {tried} mutants killed, {explained} explained, "
        f"{survived - explained} not; {share:.1%} of those that change anything"
    )


def _drawn(
    copy: Path, area: Area, modules: Sequence[str] | None, size: int, seed: int
) -> list[tuple[str, Mutant]]:
    """A sample of the mutants of an area or of some of its modules, in the order of the text.

    size:  how many, 0 for all
    """
    chosen = [module for module in area.modules if not modules or module in modules]
    every = [(module, mutant) for module in chosen for mutant in _of(copy / module)]
    return sorted(random.Random(seed).sample(every, min(size or len(every), len(every))))


def _survivors(copy: Path, area: Area, drawn: Sequence[tuple[str, Mutant]]) -> list[Told]:
    """The mutants that no test fails on."""
    forget_program()
    if area.analyzer:
        share_analyzer(area.modules)
    gc.freeze()  # What every run begins with is not looked through for garbage at its end.
    start = time.monotonic()
    if not _passes(area.tests, patience=3600, keep=True):
        raise SystemExit(f"{area.name}: the tests fail without any fault")
    patience = _PATIENCE * (time.monotonic() - start)
    found = []
    for number, (module, mutant) in enumerate(drawn, 1):
        with _faulty(copy / module, mutant):
            survived = _passes((module, *area.tests), patience)
        if survived:
            text = (copy / module).read_text("utf-8").split("\n")[mutant.line - 1].strip()
            found.append(Told(module, text, mutant.fault))
            place = f"{number} of {len(drawn)}  {module}:{mutant.line}"
            print(f"  survived {place}  {mutant.fault}\n    {text}", flush=True)
    return found


def _of(path: Path) -> list[Mutant]:
    return mutants(path.read_text("utf-8"))


@contextmanager
def _faulty(path: Path, mutant: Mutant) -> Iterator[None]:
    """The module with a fault, and afterwards as it was, down to the time that dates it."""
    source, stamp = path.read_text("utf-8"), path.stat()
    path.write_text(mutated(source, mutant), "utf-8")
    try:
        yield
    finally:
        path.write_text(source, "utf-8")
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


def _passes(tests: Sequence[str], patience: float, keep: bool = False) -> bool:
    """Whether the tests pass in a fork, in good time.

    keep:  keep compiled modules, which is only safe where there is no fault
    """
    child = os.fork()
    if child == 0:
        _run(tests, patience, keep)
    _, status = os.waitpid(child, 0)
    return status == 0


def _run(tests: Sequence[str], patience: float, keep: bool) -> None:
    import pytest

    signal.alarm(int(patience) + 10)
    sys.dont_write_bytecode = not keep
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly"]
    os._exit(min(int(pytest.main([*options, *tests])), 1))


if __name__ == "__main__":
    sys.exit(main())
