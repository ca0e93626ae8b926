"""Whether the tests notice a fault: mutation testing of ranking, grading, schedule and cleaning.

    python -m tools.mutation                     a sample of every area
    python -m tools.mutation schedule --sample 0 all mutants of one area
    python -m tools.mutation ranking --sample 0 --module bot/search.py --from 30
                                                 those of one module, from the 31st on

The program gets one small fault at a time (:mod:`tools.mutants`) and the tests of its area run
until one fails. A mutant that no test fails on has survived: a test is missing, or the fault
changes nothing that anybody could see. Those are explained in ``tools/mutation.toml``, beside the
areas. The exit code is 1 when a survivor is not explained.

The tests of an area are collected once. Every mutant is a fork of that process, in which the fault
is put into the modules in use (:mod:`tools.in_place`): a tenth of a second instead of four. What
survives there, or cannot be put there, is judged by a process of its own that reads a faulty copy.
Where an area says ``analyzer = true``, the tests share one analyzer. Needs an operating system that
can fork.
"""

import ast
import gc
import os
import random
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from argparse import ArgumentParser
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.in_place import Live, live_functions, put_fault
from tools.mutants import Mutant, faulty, mutants, mutated
from tools.warm import share_analyzer

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[1]
_NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "docs", "benchmarks")
_PATIENCE = 10
"""Times the processor time of all tests without a fault, after which a mutant counts as hanging."""
_OPTIONS = ("-x", "-q", "--tb=no", "-pno:cacheprovider", "-pno:xdist", "-pno:randomly")
_SURVIVED, _KILLED, _UNKNOWN = 0, 1, 2
Drawn = tuple[str, Mutant]
"""The path of a module and a fault of it."""


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
    parser = ArgumentParser(prog="python -m tools.mutation")
    parser.add_argument("areas", nargs="*", default=[*areas], help=f"of {', '.join(areas)}")
    parser.add_argument("--sample", type=int, help="mutants of each area, 0 for all")
    parser.add_argument("--seed", type=int, default=1, help="which mutants are drawn")
    parser.add_argument("--module", action="append", help="draw from this module alone; repeatable")
    parser.add_argument("--from", type=int, default=0, dest="start", help="drawn ones passed over")
    asked = parser.parse_args()
    explained = {Told(e["module"], e["text"], e["fault"]) for e in settings["explained"]}
    unexplained = False
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(ROOT, Path(folder) / "copy", ignore=_NOT_COPIED))
        sys.path[:] = [str(copy), *(place for place in sys.path if place not in ("", str(ROOT)))]
        os.environ |= {"MIANDA_HOME": str(Path(folder) / "home"), "OPENBLAS_NUM_THREADS": "1"}
        os.chdir(copy)
        for name in asked.areas:
            size = areas[name].sample if asked.sample is None else asked.sample
            drawn = _drawn(areas[name], asked.module, size, asked.seed)[asked.start :]
            unexplained |= _in_fork(_Trial(areas[name], drawn, explained).run) != 0
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
    told = f"{explained} explained, {survived - explained} not"
    return f"{name}: {killed} of {tried} mutants killed, {told}; {share:.1%} of those that count"


def _drawn(area: Area, modules: Sequence[str] | None, size: int, seed: int) -> list[Drawn]:
    """A sample of the mutants of an area or of some of its modules, in the order of the text.

    size:  how many, 0 for all
    """
    chosen = [module for module in area.modules if not modules or module in modules]
    every = [(m, mutant) for m in chosen for mutant in mutants(Path(m).read_text("utf-8"))]
    return sorted(random.Random(seed).sample(every, min(size or len(every), len(every))))


class _Trial:
    """Takes the place of pytest's loop over the tests of an area, once they are collected."""

    def __init__(self, area: Area, drawn: Sequence[Drawn], explained: Collection[Told]) -> None:
        self.area, self.drawn, self.explained = area, drawn, explained
        self.plain = {module: Path(module).read_text("utf-8") for module in area.modules}
        self.live: Live = {}
        self.verdict = _UNKNOWN
        self.screen = os.fdopen(os.dup(1), "w")

    def run(self) -> int:
        """Try all mutants; 0 when every survivor is explained. The process is used up by it."""
        import pytest

        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if self.area.analyzer:
            share_analyzer()
        pytest.main(["-s", *_OPTIONS, *self.area.modules, *self.area.tests], plugins=[self])
        return self.verdict

    def pytest_runtestloop(self, session: "pytest.Session") -> bool:
        """Called by pytest."""
        self.live = live_functions([_dotted(module) for module in self.area.modules])
        gc.freeze()  # What every run begins with is not looked through for garbage at its end.
        start = _seconds()
        if session.testsfailed or _in_fork(lambda: _fails(session, self.area.modules)):
            self._say(f"{self.area.name}: the tests fail without any fault")
            return True
        patience = round(10 + _PATIENCE * (_seconds() - start))
        survivors = []
        for number, (module, mutant) in enumerate(self.drawn, 1):
            text = self.plain[module].split("\n")[mutant.line - 1].strip()
            told = Told(module, text, mutant.fault)
            if self._survives(session, module, mutant, patience, told in self.explained):
                survivors.append(told)
                if told not in self.explained:
                    place = f"{number} of {len(self.drawn)}  {module}:{mutant.line}"
                    self._say(f"  survived {place}  {mutant.fault}\n    {text}")
        known = sum(told in self.explained for told in survivors)
        self._say(_sentence(self.area.name, len(self.drawn), len(survivors), known))
        self.verdict = _SURVIVED if known == len(survivors) else _KILLED
        return True

    def _survives(
        self, session: "pytest.Session", module: str, mutant: Mutant, patience: int, known: bool
    ) -> bool:
        """Whether no test fails; what is ``known`` to survive is not asked about a second time."""

        def judged() -> int:
            tree = faulty(self.plain[module], mutant)
            put = put_fault(_dotted(module), ast.parse(self.plain[module]), tree, self.live)
            return _fails(session, (module,)) if put else _UNKNOWN

        verdict = _in_fork(judged, patience)
        if verdict == _KILLED or known:
            return verdict != _KILLED
        with _mutated(Path(module), mutant):
            return _passes_afresh((module, *self.area.tests), patience)

    def _say(self, sentence: str) -> None:
        print(sentence, file=self.screen, flush=True)


def _fails(session: "pytest.Session", modules: Collection[str]) -> int:
    """Whether one of the tests fails, or of the examples in these modules."""
    paths = [(item, item.location[0]) for item in session.items]
    items = [item for item, path in paths if not path.startswith("bot/") or path in modules]
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return _KILLED
    return _SURVIVED


def _in_fork(run: Callable[[], int], seconds: int = resource.RLIM_INFINITY) -> int:
    """What ``run`` returns in a fork; too much processor time kills, an error tells nothing."""
    child = os.fork()
    if child == 0:
        code = _UNKNOWN
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            code = run()
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else _KILLED


def _passes_afresh(tests: Sequence[str], seconds: int) -> bool:
    """Whether the tests pass in a process of its own that reads the copy as it stands."""
    limit = f"ulimit -t {seconds}; exec "
    command = shlex.join([sys.executable, "-B", "-m", "pytest", *_OPTIONS, *tests])
    return subprocess.run(limit + command, shell=True).returncode == 0


def _seconds() -> float:
    """The processor time of the forks that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _dotted(module: str) -> str:
    return module.removesuffix(".py").replace("/", ".")


@contextmanager
def _mutated(path: Path, mutant: Mutant) -> Iterator[None]:
    """The module with a fault, and afterwards as it was, down to the time that dates it."""
    source, stamp = path.read_text("utf-8"), path.stat()
    path.write_text(mutated(source, mutant), "utf-8")
    try:
        yield
    finally:
        path.write_text(source, "utf-8")
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


if __name__ == "__main__":
    sys.exit(main())
