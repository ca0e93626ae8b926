"""Spellings of one English name read as the glossary writes it: no letter case, no hyphen tells.

The concept of a name does not hang on its spelling, see :mod:`bot.analysis.compact`, but its words
do: ``batchnorm`` is one of them, ``batch-norm`` two and ``BatchNorm`` three.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.analysis.analyzer import Analysis
from bot.analysis.compact import compact_forms
from bot.analysis.glossary import Concept, Glossary

_LATIN = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")
_INSIDE = re.compile(r"[A-Za-z0-9_]")
"""A name that such a letter touches is a piece of a longer word: BatchNorm of BatchNorm2d."""
_NAMES = 4_096
"""Names whose forms are remembered: many questions name the same concepts."""


def as_named(analysis: Analysis, glossary: Glossary) -> str:
    """The text with each English name that it holds whole written as the glossary does."""
    text, pieces, done = analysis.text, [], 0
    for start, end, name in _names(analysis, glossary):
        if start >= done:
            pieces += [text[done:start], name]
            done = end
    return "".join((*pieces, text[done:]))


def _names(analysis: Analysis, glossary: Glossary) -> Iterator[tuple[int, int, str]]:
    """Where each outermost name stands, and how the glossary writes it."""
    text = analysis.text
    for mention in analysis.mentions:
        start, end = mention.start, mention.end
        touched = text[max(start - 1, 0) : start] + text[end : end + 1]
        written = text[start:end]
        if mention.weight < 1.0 or _INSIDE.search(touched) or not _LATIN.fullmatch(written):
            continue
        if name := _spelling(written, glossary[mention.concept]):
            yield start, end, name


def _spelling(written: str, concept: Concept) -> str | None:
    """The first English name of a concept that is the one written, in another spelling perhaps."""
    forms = _forms(written)
    return next((name for name in concept.en if not forms.isdisjoint(_forms(name))), None)


@lru_cache(maxsize=_NAMES)
def _forms(name: str) -> frozenset[str]:
    return frozenset(compact_forms(name))
