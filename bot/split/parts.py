"""A long body cut into parts that each fit on the screen."""

import re
from collections.abc import Sequence

from bot.clean.page import Line

LIMIT = 1200
"""The most characters a passage may have."""

_SENTENCE = re.compile(r"(?<=[。！？!?；;])|(?<=\.)(?=\s)|\n")
_BLANK = re.compile(r"\n{3,}")


def cut(body: Sequence[Line]) -> list[tuple[str, int]]:
    """The texts of the parts with the raw line each begins on; none when nothing is said."""
    text = _BLANK.sub("\n\n", "\n".join(line.text.rstrip() for line in body)).strip("\n")
    if not re.search(r"\w", text):
        return []
    number = next(line.number for line in body if line.text.strip())
    if len(text) <= LIMIT:
        return [(text, number)]
    pieces: list[tuple[str, int]] = []
    for line in body:
        for piece in _pieces(line.text):
            if pieces and len(pieces[-1][0]) + 1 + len(piece) <= LIMIT:
                pieces[-1] = (pieces[-1][0] + "\n" + piece, pieces[-1][1])
            elif piece.strip():
                pieces.append((piece, line.number))
    return [(_BLANK.sub("\n\n", text).strip("\n"), at) for text, at in pieces]


def _pieces(text: str) -> list[str]:
    if len(text) <= LIMIT:
        return [text]
    parts = [""]
    for sentence in _SENTENCE.split(text):
        for at in range(0, len(sentence), LIMIT):
            piece = sentence[at : at + LIMIT]
            if len(parts[-1]) + len(piece) > LIMIT:
                parts.append("")
            parts[-1] += piece
    return [part for part in parts if part.strip()]
