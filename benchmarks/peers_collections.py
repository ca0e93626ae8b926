"""Public texts that ship inside packages, as sections with headings, for :mod:`benchmarks.peers`.

Debian packages (handbooks, help files, manual pages in several languages) are fetched with
``apt-get download`` and unpacked, nothing is installed; the Python packages are unpacked by pip.
All of it stays in a cache folder outside the repository.

A section's ``key`` is the same in every translation of its document.
"""

import gzip
import html
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DEBIAN = (
    "anarchism",
    "debian-handbook",
    "debian-reference-en",
    "debian-reference-zh-cn",
    "debian-reference-zh-tw",
    "gimp-help-en",
    "libreoffice-help-en-us",
    "libreoffice-help-zh-cn",
    "libreoffice-help-zh-tw",
    "linux-doc-6.1",
    "manpages-zh",
    "perl-doc",
    "python3.11-doc",
)
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"</?(?:p|div|li|dd|dt|td|tr|pre|br|table|ul|ol|dl|h\d)\b[^>]*>", re.I)
_SKIPPED = re.compile(r"<(script|style|head|nav|footer)\b.*?</\1>|<!--.*?-->", re.I | re.S)
_HEADING = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.I | re.S)
_ANCHOR = re.compile(r'\b(?:id|name)="([^"]+)"')
_NUMBER = re.compile(r"^(?:[A-Z]?[\d.]+|第 ?\d+ ?章|Chapter \d+\.?|[A-Z]\.[\d.]+)\s+")
_HAN = re.compile(r"[㐀-鿿]")
_BEGINNING = 400
"""Characters that tell the language of a text: a page may be translated only in parts."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, up to the next heading."""

    key: str
    heading: str
    text: str


def fetch(cache: Path) -> None:
    """Download and unpack what is not in the cache yet."""
    cache.mkdir(parents=True, exist_ok=True)
    for name in DEBIAN:
        tree = cache / "tree" / name
        if not tree.is_dir():
            subprocess.run(["apt-get", "download", "-q", name], cwd=cache, check=True)
            (package,) = cache.glob(f"{name}_*.deb")
            tree.mkdir(parents=True)
            subprocess.run(["dpkg-deb", "-x", str(package), str(tree)], check=True)
    if not (cache / "tree" / "chatterbot").is_dir():
        _unpack("chatterbot-corpus==1.3.3", cache / "tree" / "chatterbot")
    if shutil.which("java") and not (cache / "lucene").is_dir():
        _unpack("pyserini==0.22.1", cache / "pyserini")
        (cache / "lucene").mkdir()
        for jar in cache.glob("pyserini/**/*.jar"):
            jar.rename(cache / "lucene" / jar.name)


def _unpack(package: str, folder: Path) -> None:
    """Unpack a Python package without what it needs to run."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder)]
    subprocess.run([*pip, package], check=True)


def han_share(text: str) -> float:
    """The share of Han characters among the letters of ``text``, in [0, 1]."""
    letters = sum(map(str.isalpha, text))
    return len(_HAN.findall(text)) / max(letters, 1)


def plain(markup: str) -> str:
    """The text of HTML, a block a line."""
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", markup.replace("\n", " "))))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def html_sections(page: str, name: str, deepest: int = 6) -> Iterator[Section]:
    """The sections of a page; a heading without an anchor of its own counts its place."""
    page = _SKIPPED.sub("", page)
    marks = [mark for mark in _HEADING.finditer(page) if int(mark[1]) <= deepest]
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(page)
        anchor = _ANCHOR.search(mark[0])
        heading = _NUMBER.sub("", " ".join(plain(mark[3]).split()).strip("¶ "))
        key = f"{name}#{anchor[1] if anchor else number}"
        yield Section(key, heading.strip(), plain(page[mark.end() : end]))


def _pages(folder: Path, pattern: str) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob(pattern)):
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        yield str(path.relative_to(folder)), data.decode("utf-8", "replace")


def handbook(tree: Path, language: str) -> Iterator[Section]:
    """The Debian Administrator's Handbook; ``language`` is like zh-CN."""
    folder = tree / "debian-handbook/usr/share/doc/debian-handbook/html" / language
    for name, page in _pages(folder, "*.html"):
        body = page.split('<ul class="docnav"', 1)[0]
        yield from html_sections(re.sub(r'<ul class="docnav top">.*?</ul>', "", body), name)


def reference(tree: Path, language: str) -> Iterator[Section]:
    """The Debian Reference; ``language`` is en, zh-cn or zh-tw."""
    folder = tree / f"debian-reference-{language}/usr/share/debian-reference"
    for name, page in _pages(folder, f"ch*.{language}.html"):
        contents = re.sub(r'<div class="toc">.*?</div>', "", page, flags=re.S)
        yield from html_sections(contents.split('<div class="navfooter">')[0], name[:4])


def office(tree: Path, language: str) -> Iterator[Section]:
    """The help of LibreOffice, a page a section; ``language`` is like zh-CN."""
    package = f"libreoffice-help-{language.lower()}/usr/share/libreoffice/help"
    for name, page in _pages(tree / package / language, "text/**/*.html"):
        body = page.partition('<div id="DisplayArea"')[2].partition('<div id="SearchFrame"')[0]
        body = body.split('<div class="relatedtopics"')[0]
        sections = list(html_sections("<div" + body, name))
        if sections:
            first = next((s.heading for s in sections if s.heading), "")
            text = "\n".join(part for s in sections for part in (s.heading, s.text) if part)
            yield Section(name, first, text.removeprefix(first).strip())


def gimp(tree: Path, language: str) -> Iterator[Section]:
    """The help of GIMP, a page a section."""
    folder = tree / f"gimp-help-{language}/usr/share/gimp/2.0/help" / language
    for name, page in _pages(folder, "*.html"):
        body = page.split('<div class="navfooter">')[0].partition("<hr />")[2]
        sections = list(html_sections(body, name))
        if sections:
            text = "\n".join(part for s in sections for part in (s.heading, s.text) if part)
            yield Section(name, sections[0].heading, text.removeprefix(sections[0].heading).strip())


def kernel(tree: Path, language: str) -> Iterator[Section]:
    """The documents of the Linux kernel; ``language`` is zh_CN, zh_TW, or empty for English."""
    html_folder = tree / "linux-doc-6.1/usr/share/doc/linux-doc-6.1/html"
    folder = html_folder / "translations" / language if language else html_folder
    for name, page in _pages(folder, "**/*.html"):
        if language or not name.startswith("translations"):
            body = page.split('<div class="footer"')[0].partition('role="main"')[2]
            yield from html_sections(re.sub(r'<a class="headerlink".*?</a>', "", body), name)


def python(tree: Path, _: str = "") -> Iterator[Section]:
    """Tutorial, guides, references and questions of Python."""
    folder = tree / "python3.11-doc/usr/share/doc/python3.11/html"
    for part in ("tutorial", "howto", "faq", "reference", "library", "using", "extending"):
        for name, page in _pages(folder, f"{part}/*.html"):
            body = page.partition('<div class="body"')[2].split('<div class="sphinxsidebar"')[0]
            body = re.sub(r'<a class="headerlink".*?</a>', "", body)
            yield from html_sections("<div" + body, name)


def anarchism(tree: Path, _: str = "") -> Iterator[Section]:
    """An Anarchist FAQ: long answers to long questions."""
    folder = tree / "anarchism/usr/share/doc/anarchism/html"
    for name, page in _pages(folder, "sec*.html"):
        yield from html_sections(page, name)


def perl(tree: Path, pattern: str = "*.pod") -> Iterator[Section]:
    """The manual of Perl, a heading a section."""
    folder = tree / "perl-doc/usr/share/perl"
    for name, page in _pages(folder, f"*/pod/{pattern}"):
        for number, block in enumerate(re.split(r"^=head\d ", page, flags=re.M)[1:]):
            heading, _, text = block.partition("\n")
            lines = (line for line in text.splitlines() if line and line[0] != "=")
            yield Section(f"{name}#{number}", _unpod(heading), _unpod("\n".join(lines)))


def _unpod(text: str) -> str:
    """Text without the marks of Perl's documentation format."""
    text = re.sub(r"\bX<[^<>]*>", "", text)
    text = re.sub(r"\b[BCIFLX]<(?:<+ )?([^<>|]*\|)?([^<>]*)(?: >+)?>", r"\2", text)
    return text.strip()


def manual(tree: Path, language: str) -> Iterator[Section]:
    """Chinese manual pages: what a command is for, and its whole page without that line."""
    for name, page in _pages(tree / "manpages-zh/usr/share/man" / language, "man*/*.gz"):
        text = re.sub(r'^\.\\".*$|^[\'.]\w*|\\f.|\\[|&,/]', "", page, flags=re.M)
        text = text.replace("\\-", "-").replace("\\(aq", "'")
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        told = next((i for i, line in enumerate(lines[:12]) if re.search(r"\S -+ \S", line)), None)
        if told is not None:
            purpose = re.split(r" -+ ", lines[told], maxsplit=1)[1]
            yield Section(name, purpose, "\n".join(lines[told + 1 :]))


READERS: dict[str, Callable[[Path, str], Iterator[Section]]] = {
    "handbook": handbook,
    "reference": reference,
    "office": office,
    "gimp": gimp,
    "kernel": kernel,
    "python": python,
    "anarchism": anarchism,
    "perl": perl,
    "manual": manual,
}


@cache
def sections(
    tree: Path, collection: str, language: str, least: int = 40, chinese: bool | None = None
) -> dict[str, Section]:
    """Sections by key with a heading and at least so many characters.

    ``chinese`` keeps those whose text is mostly Chinese, for translations that are unfinished.
    """
    kept: dict[str, Section] = {}
    seen: set[str] = set()
    for section in READERS[collection](tree, language):
        usable = len(section.text) >= least and len(section.heading) > 1
        if usable and section.text not in seen and _is(section.text, chinese):
            seen.add(section.text)
            kept.setdefault(section.key, section)
    return kept


def _is(text: str, chinese: bool | None) -> bool:
    return chinese is None or (han_share(text[:_BEGINNING]) > 0.4) == chinese


def conversations(tree: Path, language: str) -> Iterator[tuple[str, int, int, list[str]]]:
    """The dialogues of chatterbot-corpus: file, place, turns."""
    import yaml

    folder = tree / "chatterbot/chatterbot_corpus/data" / language
    for path in sorted(folder.glob("*.yml")):
        dialogues: Iterable[object] = yaml.safe_load(path.read_text("utf-8"))["conversations"]
        for number, turns in enumerate(dialogues):
            if isinstance(turns, list) and len(turns) > 1:
                yield path.stem, number, len(turns), [str(turn) for turn in turns]
