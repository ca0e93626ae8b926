"""The engines that :mod:`benchmarks.peers` compares, each with the settings its users know.

An engine is a function from a task's passages to a function from a question to passage numbers,
best first. Engines that know no Chinese get jieba's words joined by spaces, as their users do;
none of them gets our conversion of scripts, glossary or dictionary.
"""

import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import jieba
import numpy as np
import snowballstemmer

from bot.passage import Passage
from bot.search import PassageIndex

DEPTH = 10
Search = Callable[[str], Sequence[int]]
_WORD = re.compile(r"\w+")
_STEM = cache(snowballstemmer.stemmer("english").stemWord)


def words(text: str) -> list[str]:
    """Words by jieba, lower case."""
    return [word for piece in jieba.cut(text) for word in _WORD.findall(piece.lower())]


def stems(text: str) -> list[str]:
    """Words by jieba, the English ones stemmed."""
    return [_STEM(word) if word.isascii() else word for word in words(text)]


def whole(passage: Passage) -> str:
    """Heading and text."""
    return f"{passage.heading}\n{passage.text}".strip()


def ours(passages: Sequence[Passage]) -> Search:
    """The shipped index."""
    index = PassageIndex.build(passages)
    number = {passage.id: i for i, passage in enumerate(passages)}
    return lambda question: [number[hit.passage.id] for hit in index.search(question, DEPTH)]


def rank_bm25(passages: Sequence[Passage]) -> Search:
    """BM25Okapi over stems."""
    from rank_bm25 import BM25Okapi

    index = BM25Okapi([stems(whole(passage)) or [""] for passage in passages])
    return lambda question: _first(np.asarray(index.get_scores(stems(question))))


def bm25s(passages: Sequence[Passage]) -> Search:
    """bm25s with Lucene's formula over stems."""
    import bm25s as library

    index = library.BM25(method="lucene")
    index.index([stems(whole(passage)) or [""] for passage in passages], show_progress=False)

    def search(question: str) -> Sequence[int]:
        known = [stem for stem in stems(question) if stem in index.vocab_dict]
        return _first(index.get_scores(known)) if known else []

    return search


def _first(scores: np.ndarray) -> list[int]:
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return [int(i) for i in order if scores[i] != 0]


def tantivy(passages: Sequence[Passage]) -> Search:
    """tantivy with its English stemmer over jieba's words, heading and text as fields."""
    import tantivy as library

    builder = library.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    for field in ("heading", "text"):
        builder.add_text_field(field, tokenizer_name="en_stem")
    index = library.Index(builder.build())
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for number, passage in enumerate(passages):
        fields = {"heading": _joined(passage.heading), "text": _joined(passage.text)}
        writer.add_document(library.Document(number=number, **fields))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> Sequence[int]:
        asked = " ".join(f'"{word}"' for word in words(question))
        query = index.parse_query(asked, ["heading", "text"]) if asked else None
        hits = searcher.search(query, DEPTH).hits if query else []
        return [searcher.doc(address)["number"][0] for _, address in hits]

    return search


def _joined(text: str) -> str:
    return " ".join(words(text))


def whoosh(passages: Sequence[Passage]) -> Search:
    """Whoosh's BM25F with its stemmer over jieba's words, heading and text as fields."""
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import NUMERIC, TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.query import Or, Term

    analyzer = StemmingAnalyzer(minsize=1)
    text = TEXT(analyzer=analyzer, phrase=False)
    index = RamStorage().create_index(Schema(number=NUMERIC(stored=True), heading=text, text=text))
    writer = index.writer(limitmb=256)
    for number, passage in enumerate(passages):
        fields = {"heading": _joined(passage.heading), "text": _joined(passage.text)}
        writer.add_document(number=number, **fields)
    writer.commit()
    searcher = index.searcher()

    def search(question: str) -> Sequence[int]:
        asked = {token.text for token in analyzer(_joined(question))}
        query = Or([Term(field, word) for word in sorted(asked) for field in ("heading", "text")])
        return [hit["number"] for hit in searcher.search(query, limit=DEPTH)]

    return search


def fts5(passages: Sequence[Passage]) -> Search:
    """SQLite FTS5 with the Porter stemmer over jieba's words."""
    return _fts5(passages, "porter unicode61", _joined, words)


def fts5_trigram(passages: Sequence[Passage]) -> Search:
    """SQLite FTS5 over trigrams of characters."""

    def trigrams(question: str) -> list[str]:
        runs = _WORD.findall(question.lower())
        return [run[i : i + 3] for run in runs for i in range(len(run) - 2)]

    return _fts5(passages, "trigram", str, trigrams)


def _fts5(
    passages: Sequence[Passage],
    tokenizer: str,
    prepared: Callable[[str], str],
    asked: Callable[[str], list[str]],
) -> Search:
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE VIRTUAL TABLE t USING fts5(heading, text, tokenize='{tokenizer}')")
    rows = [(i, prepared(p.heading), prepared(p.text)) for i, p in enumerate(passages)]
    base.executemany("INSERT INTO t(rowid, heading, text) VALUES (?, ?, ?)", rows)
    found = f"SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT {DEPTH}"

    def search(question: str) -> Sequence[int]:
        terms = dict.fromkeys(asked(question))
        query = " OR ".join(f'"{term}"' for term in terms)
        return [row[0] for row in base.execute(found, (query,))] if terms else []

    return search


def xapian(passages: Sequence[Passage]) -> Search:
    """Xapian with n-grams for Chinese and its English stemmer."""
    library = _system_xapian()
    base = library.WritableDatabase("", library.DB_BACKEND_INMEMORY)
    generator = library.TermGenerator()
    generator.set_stemmer(library.Stem("english"))
    generator.set_flags(library.TermGenerator.FLAG_CJK_NGRAM)
    for passage in passages:
        document = library.Document()
        generator.set_document(document)
        generator.index_text(whole(passage))
        base.add_document(document)
    enquire = library.Enquire(base)

    def search(question: str) -> Sequence[int]:
        asked = library.Document()
        generator.set_document(asked)
        generator.index_text(question)
        terms = [item.term for item in asked]
        # The parser of queries wants all n-grams of a Chinese question at once; users join them.
        chosen = [term for term in terms if term[:1] == b"Z" or not term.isascii()]
        enquire.set_query(library.Query(library.Query.OP_OR, chosen or terms))
        return [match.docid - 1 for match in enquire.get_mset(0, DEPTH)]

    return search


def _system_xapian() -> object:
    """The bindings of Debian's python3-xapian, for an interpreter of the same version."""
    try:
        import xapian as library
    except ImportError:
        sys.path.append("/usr/lib/python3/dist-packages")
        import xapian as library
    return library


ENGINES: dict[str, Callable[[Sequence[Passage]], Search]] = {
    "ours": ours,
    "rank_bm25": rank_bm25,
    "bm25s": bm25s,
    "tantivy": tantivy,
    "Whoosh": whoosh,
    "FTS5": fts5,
    "FTS5 trigram": fts5_trigram,
    "Xapian": xapian,
}
LUCENE = ("cjk", "english", "standard")


def lucene(
    passages: Sequence[Passage], questions: Sequence[str], jar: Path
) -> dict[str, tuple[list[list[int]], float]]:
    """Passage numbers per question and milliseconds a question, per analyzer of Lucene."""
    source = Path(__file__).with_name("peers_lucene.java")
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.tsv"
        lines = [f"D\t{_line(p.heading)}\t{_line(p.text)}" for p in passages]
        lines += [f"Q\t{_line(question)}\t" for question in questions]
        rows.write_text("\n".join(lines) + "\n", "utf-8")
        command = ["java", "-cp", str(jar), str(source), str(rows), str(DEPTH), *LUCENE]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, tuple[list[list[int]], float]] = {}
    for line in told.splitlines():
        name, kind, rest = line.split("\t")
        if kind == "hits":
            found.setdefault(name, ([], 0.0))[0].append([int(i) for i in rest.split()])
        else:
            found[name] = (found[name][0], float(rest))
    return found


def _line(text: str) -> str:
    return " ".join(text.split())
