"""What the folders of notes hold now, and what changed since they were last indexed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.folders import ERRATA, GLOSSARY, digest_of, digests
from bot.index.storage import Arrays
from bot.index.table import lines, unlines
from bot.kept.cache import LEXICON, found, kept, latest
from bot.search import PassageIndex

PATCHED = "patched"
"""An array that only the index of a changed collection has: the key of the old one."""


@dataclass(frozen=True, slots=True)
class State:
    """Folders that are there, as they are now.

    contents:  the digest of every file, by folder
    tables:    the user's glossaries, the strongest one last
    key:       names the notes and the program in the cache
    place:     names the folders, also those that are not there yet, and the program
    told:      names what an index rests on besides the notes
    lexicon:   names the program with its lexicons and the user's glossaries in the cache
    """

    folders: Sequence[Path]
    contents: Sequence[Mapping[str, str]]
    tables: Sequence[Path]
    key: str
    place: str
    told: str
    lexicon: str

    @classmethod
    def of(cls, folders: Sequence[Path], version: str) -> "State":
        """The state of those folders that exist, of which the first one must be."""
        there = [folder for folder in folders if folder.is_dir()]
        contents = [digests(folder) for folder in there]
        paths = "\0".join(str(folder.resolve()) for folder in folders)
        tables = _tables(there, contents)
        glossaries = "\0".join(tables.values())
        told = f"{glossaries}\0{contents[0].get(ERRATA, '')}"
        names = (digest_of(contents), paths, told, glossaries)
        return cls(there, contents, [*tables], *(_name(f"{version} {name}") for name in names))


def _tables(folders: Sequence[Path], contents: Sequence[Mapping[str, str]]) -> dict[Path, str]:
    """The glossaries of the folders with their digests: those nearer to the top come later."""
    return {
        folder / name: own[name]
        for folder, own in zip(folders, contents, strict=True)
        for name in sorted(own, key=lambda name: -name.count("/"))
        if name.rpartition("/")[2] == GLOSSARY
    }


def _name(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def index_of_nothing(state: State) -> PassageIndex:
    """An index of no passages: all that is made of the lexicons and the user's glossaries alone.

    A build begins with it. It is kept, for it takes three seconds to make.
    """

    def build() -> Arrays:
        from bot.analysis.analyzer import Analyzer
        from bot.index.analyzer_codec import pack_tries

        nothing = PassageIndex.build((), Analyzer.open(*state.tables))
        return nothing.to_arrays() | pack_tries(nothing.analyzer)

    return PassageIndex.from_arrays(kept(state.lexicon, build, LEXICON))


def patch_of(state: State) -> Arrays | None:
    """What to keep of changed notes beside their old index; None where it has to be built anew."""
    before = latest(state.place)
    arrays = found(before) if before not in ("", state.key) else None
    if arrays is None or "notes" not in arrays or unlines(arrays["told"]) != [state.told]:
        return None
    from bot.kept.changes import composition
    from bot.kept.note_table import NoteTable, listed
    from bot.kept.patching import pack_patch

    old = PassageIndex.from_arrays(arrays)
    notes = listed(state.folders, state.contents)
    changed = composition(NoteTable.load(arrays, old.passages), notes)
    if changed is None:
        return None
    packed = pack_patch(old, changed.patch, changed.added, changed.replaced)
    return packed | {PATCHED: lines([before])}
