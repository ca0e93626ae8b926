"""Indexes kept between runs in the user's cache folder, so that a start costs no build.

An index is named by the digest of the notes, of the program with its lexicons, and of the installed
packages: when any of them changes it is another index. Damage is found by checksums and means a
silent build; a build that is killed leaves what was there.
"""

import hashlib
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from bot.folders import chosen_home
from bot.index.storage import Arrays, read_folder, write_folder

MOST = 12
"""How many of a kind are kept: the last ones used."""
INDEX, NOTES, LEXICON = KINDS = "index", "notes", "lexicon"
"""Kinds of what is kept: indexes, cleaned notes, what is made of the lexicons alone."""
_LATEST = "latest-"
"""Begins the name of a file with the key of the index that was built last for some folders."""
_STALE = 3600.0
"""Seconds after which a folder that is still being built belongs to a killed process."""
_NOT_INDEXED = ("ui", "commands", "evaluation", "interview", "keyword", "numerics")
"""Parts of the program that an index does not depend on."""
_LOG = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Where indexes are kept: below ``MIANDA_HOME``, or where the system keeps caches."""
    if chosen := chosen_home():
        return chosen / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("mianda", appauthor=False)


def program_version() -> str:
    """A digest of the program, its lexicons, Python and the installed packages."""
    package = Path(__file__).parents[1]
    total = hashlib.sha256(sys.version.encode())
    for path in sorted(_sources(package)):
        total.update(f"\0{path.relative_to(package).as_posix()}\0".encode())
        total.update(path.read_bytes())
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):  # noqa: PTH112 - 3 times faster
            names = (name for name in os.listdir(place) if name.endswith(".dist-info"))  # noqa: PTH208
            total.update("\0".join(sorted(names)).encode())
    return total.hexdigest()


def _sources(package: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(package):
        folders[:] = [name for name in folders if name not in (*_NOT_INDEXED, "__pycache__")]
        yield from (Path(here, name) for name in files)


def kept(key: str, build: Callable[[], Arrays], kind: str = INDEX) -> Arrays:
    """The arrays of that key, from the cache or else from ``build``, which are then kept."""
    arrays = found(key, kind)
    return renewed(key, build, kind) if arrays is None else arrays


def found(key: str, kind: str = INDEX) -> Arrays | None:
    """The arrays of that key when they are in the cache and sound."""
    folder = _folder(key, kind)
    if not folder.is_dir():
        return None
    stored = read_folder(folder)
    if stored.damaged:
        _LOG.warning("%s %s is damaged (%s) and is built anew", kind, folder, stored.damaged[0])
        return None
    _touch(folder)
    return stored.arrays


def renewed(key: str, build: Callable[[], Arrays], kind: str = INDEX) -> Arrays:
    """The arrays of ``build``, kept under that key whatever was there."""
    arrays, folder = build(), _folder(key, kind)
    try:
        write_folder(folder, arrays)
        _prune(cache_folder())
    except OSError as error:
        _LOG.warning("the %s could not be kept in %s: %s", kind, cache_folder(), error)
        with suppress(OSError):
            folder.rmdir()  # An empty one would be told as damaged each time.
    return arrays


def _folder(key: str, kind: str) -> Path:
    return cache_folder() / f"{kind}-{key[:32]}"


def latest(place: str) -> str:
    """The key that was last noted for a place; empty when there is none."""
    try:
        return (cache_folder() / f"{_LATEST}{place[:32]}").read_text("ascii")
    except (OSError, ValueError):
        return ""


def note_latest(place: str, key: str) -> None:
    """Note the key of the index that was built last for a place."""
    root = cache_folder()
    try:
        root.mkdir(parents=True, exist_ok=True)
        (root / f"{_LATEST}{place[:32]}").write_text(key, "ascii")
    except OSError:
        return  # Without it the next change is a build.


def verify() -> int:
    """Read every byte of every kept index; damaged ones are told and removed. Returns how many."""
    damaged = 0
    folders = (folder for kind in KINDS for folder in cache_folder().glob(f"{kind}-*"))
    for folder in sorted(folders):
        if wrong := read_folder(folder, thorough=True).damaged:
            _LOG.warning("index %s is damaged (%s) and was removed", folder, wrong[0])
            shutil.rmtree(folder, ignore_errors=True)
            damaged += 1
    return damaged


def _touch(folder: Path) -> None:
    try:
        os.utime(folder)
    except OSError:
        _LOG.debug("%s is read-only", folder)


def _prune(root: Path) -> None:
    """Remove all but the last used of a kind, and what killed builds left."""
    entries = sorted(((_age_mark(path), path) for path in root.iterdir()), reverse=True)
    newest = entries[0][0] if entries else 0.0
    left = [p for mark, p in entries if p.name.startswith(".") and newest - mark > _STALE]
    for kind in KINDS:
        left += [path for _, path in entries if path.name.startswith(f"{kind}-")][MOST:]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    for path in [path for _, path in entries if path.name.startswith(_LATEST)][MOST:]:
        path.unlink(missing_ok=True)


def _age_mark(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
