"""Folders of notes opened: their index from the cache, or built and kept state.

Reading and cleaning the notes takes longer than answering, so the notes themselves are only opened
when somebody asks for them (:func:`open_corpus`).
"""

import json
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answer import Erratum
from bot.companion import FOLDER, LANGUAGES, Companion, read_heads
from bot.errors import NoteError
from bot.folders import ERRATA
from bot.index.storage import Arrays
from bot.index.table import lines, unlines
from bot.kept.cache import found, kept, note_latest, program_version, renewed
from bot.kept.renewal import PATCHED, State, index_of_nothing, patch_of
from bot.related import DemoCard, demo_cards
from bot.search import PassageIndex
from bot.tables import read_entries
from bot.text import Text

if TYPE_CHECKING:
    from bot.analysis.analyzer import Analyzer
    from bot.corpus import Corpus
    from bot.keyword.index import KeywordIndex
    from bot.passage import Passage

_NO_FOLDER = Text("没有这个笔记文件夹：{path}", "there is no notes folder {path}")
_WANTED = Text(
    "勘误表是 TOML,每条 [[erratum]] 要有 source、quote、wrong_zh、wrong_en、right_zh、right_en "
    "和 evidence",
    "a table of errata is TOML in which every [[erratum]] has source, quote, wrong_zh, wrong_en, "
    "right_zh, right_en and evidence",
)
_ERRATUM = frozenset(
    ("source", "quote", "wrong_zh", "wrong_en", "right_zh", "right_en", "evidence", "evidence_zh",
     "demo")
)  # fmt: skip
"""What an entry says in words; it may hold more, for the tests."""


@dataclass(frozen=True, slots=True)
class Library:
    """The indexes with what belongs to them.

    index:       of the user's notes
    demos:       a card for every demo; None when they were not read yet
    companions:  of the companion notes, by their language; none of a language that has no notes
    follow_ups:  per source of a companion note, the sources that answer what may be asked next
    answering:   per heading of a note, the sources of the companion notes that answer it
    key:         names the notes and the program in the cache; empty when they are not kept there
    """

    index: PassageIndex
    demos: tuple[DemoCard, ...] | None = None
    errata: tuple[Erratum, ...] = ()
    companions: Mapping[str, PassageIndex] = field(default_factory=dict)
    follow_ups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    answering: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key: str = ""


def open_library(folders: Sequence[Path]) -> Library:
    """The library of the folders that exist. Raises NoteError when the first one does not."""
    if not folders[0].is_dir():
        raise NoteError(_NO_FOLDER.format(path=folders[0]))
    state = State.of(folders, program_version())
    arrays = kept(state.key, lambda: patch_of(state) or _built(state))
    if PATCHED not in arrays:
        return _library(state, arrays, PassageIndex.from_arrays(arrays))
    old = found(unlines(arrays[PATCHED])[0])
    if old is None:
        arrays = renewed(state.key, lambda: _built(state))
        return _library(state, arrays, PassageIndex.from_arrays(arrays))
    from bot.kept.patching import patched_index

    return _library(state, old, patched_index(PassageIndex.from_arrays(old), arrays))


def _library(state: State, arrays: Arrays, index: PassageIndex) -> Library:
    """The library with that index of the user's notes; ``arrays`` hold what belongs to it."""
    demos, errata, follow_ups, answering = (
        map(json.loads, unlines(arrays[name]))
        for name in ("demos", "errata", "follow-ups", "answering")
    )
    return Library(
        index,
        tuple(map(_card, demos)),
        tuple(map(_erratum, errata)),
        {
            language: _companion_index(arrays, language, index)
            for language in LANGUAGES
            if f"{language}.kinds" in arrays
        },
        dict(follow_ups),
        dict(answering),
        state.key,
    )


def open_keywords(
    library: Library,
    passages: "Sequence[Passage]",
    analyzer: "Analyzer",
    demos: Callable[[], Mapping[str, Sequence[str]]],
) -> "KeywordIndex":
    """The keyword index over all passages of a library, kept where the library itself is.

    ``demos`` gives passage id -> demo ids; it is asked only when the index has to be built.
    """
    from bot.keyword.index import KeywordIndex

    def build() -> Arrays:
        return KeywordIndex.build(passages, analyzer, demos()).to_arrays()

    if not library.key:
        return KeywordIndex.from_arrays(build(), passages, analyzer)
    sources = sorted((Path(__file__).parent / "keyword").glob("*.py"))
    key = sha256(library.key.encode() + b"".join(path.read_bytes() for path in sources))
    return KeywordIndex.from_arrays(kept(key.hexdigest(), build), passages, analyzer)


def open_corpus(folders: Sequence[Path]) -> "Corpus":
    """The notes of the folders as one corpus, which keeps the first one's directory."""
    from bot.corpus import Corpus
    from bot.kept.notes import open_notes
    from bot.split.duplicates import merge_duplicates

    version = program_version()
    there = [folder for i, folder in enumerate(folders) if i == 0 or folder.is_dir()]
    corpora = [open_notes(folder, version) for folder in there]
    if len(corpora) == 1:
        return corpora[0]
    return Corpus(
        corpora[0].directory,
        tuple(note for corpus in corpora for note in corpus.notes),
        merge_duplicates([p for corpus in corpora for note in corpus.notes for p in note.passages]),
        tuple(warning for corpus in corpora for warning in corpus.warnings),
    )


def read_errata(path: Path) -> tuple[Erratum, ...]:
    """The entries of an errata file; none when there is no such file.

    Raises NoteError when the file is not a table of errata.
    """
    return read_entries(path, "erratum", _erratum_of, _WANTED)


def _erratum_of(entry: Mapping[str, str]) -> Erratum:
    texts = [value for key, value in entry.items() if key in _ERRATUM]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(entry)
    return Erratum(
        source=entry["source"],
        quote=entry["quote"],
        wrong=Text(entry["wrong_zh"], entry["wrong_en"]),
        right=Text(entry["right_zh"], entry["right_en"]),
        evidence=Text(entry.get("evidence_zh", entry["evidence"]), entry["evidence"]),
        demo=entry.get("demo", ""),
    )


def _built(state: State) -> Arrays:
    from bot.kept.note_table import listed, pack_table

    folders = state.folders
    nothing = index_of_nothing(state)
    passages = open_corpus(folders).passages
    own = [passage for passage in passages if not passage.is_companion]
    arrays = nothing.extended(own).to_arrays()
    for language in LANGUAGES:
        # By its folder: a part that is mostly program text may be in no Chinese.
        companion = [p for p in passages if p.is_companion and _folder(p) == language]
        if companion:
            arrays |= _beside(arrays, nothing.extended(companion), language)
    arrays["demos"] = lines(json.dumps(asdict(card), ensure_ascii=False) for card in demo_cards())
    errata = read_errata(folders[0] / ERRATA)
    arrays["errata"] = lines(json.dumps(asdict(e), ensure_ascii=False) for e in errata)
    companions, _ = read_heads(folders[0])
    links = {"follow-ups": _follow_ups(companions), "answering": _answering(companions)}
    for name, pairs in links.items():
        arrays[name] = lines(json.dumps(pair, ensure_ascii=False) for pair in pairs)
    if notes := listed(folders, state.contents):
        arrays |= pack_table(notes, passages) | {"told": lines([state.told])}
        note_latest(state.place, state.key)
    return arrays


def _folder(passage: "Passage") -> str:
    return Path(passage.source).parent.name


def _beside(arrays: Arrays, index: PassageIndex, language: str) -> dict[str, Any]:
    """The arrays of a further index under names of its own, without what both have in common.

    Its kinds are always there: they tell that there is such an index.
    """
    return {
        f"{language}.{name}": array
        for name, array in index.own_arrays().items()
        if name == "kinds" or name not in arrays or not np.array_equal(array, arrays[name])
    }


def _companion_index(arrays: Arrays, language: str, index: PassageIndex) -> PassageIndex:
    """The index that :func:`_beside` put beside the one of the user's notes."""
    prefix = f"{language}."
    own = {n.removeprefix(prefix): array for n, array in arrays.items() if n.startswith(prefix)}
    return PassageIndex.from_arrays(ChainMap(own, dict(arrays)), index)


def _follow_ups(companions: Iterable[Companion]) -> list[tuple[str, list[str]]]:
    """Per companion note, the sources of the notes that answer its follow-up questions."""
    return [
        (note.source, [f"{FOLDER}/{note.language}/{target}.md" for _, target in note.follow_ups])
        for note in companions
    ]


def _answering(companions: Iterable[Companion]) -> list[tuple[str, list[str]]]:
    """Per heading, the sources of the companion notes that answer it."""
    sources: dict[str, list[str]] = {}
    for note in companions:
        for heading in note.answers:
            sources.setdefault(heading, []).append(note.source)
    return list(sources.items())


def _card(values: dict[str, Any]) -> DemoCard:
    title, topics = Text(**values["title"]), tuple(values["topics"])
    return DemoCard(values["id"], title, topics, values["group"])


def _erratum(values: dict[str, Any]) -> Erratum:
    told = {name: Text(**values[name]) for name in ("wrong", "right", "evidence")}
    return Erratum(**{**values, **told})
