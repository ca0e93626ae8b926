"""Text that was read in the wrong encoding, read again in the right one.

Four accidents are common on copied pages. Each leaves the bytes intact, so the way back is exact,
and is taken only when it ends in characters in common use.

    UTF-8 read as GBK            娣卞害瀛︿範
    UTF-8 read as Latin-1        æ·±åº¦
    GBK read as Latin-1          Éî¶È
    quotes and signs as cp1252   donâ€™t, 3Ã—3; these few characters are left to ftfy
"""

import re
from functools import cache

from bot.clean.shifted import common_characters, common_share

_AS_GBK = re.compile(r"[\u0080-\uffff]{3,200}")
_AS_LATIN = re.compile(
    r"[\u0080-\u00ff\u0152-\u0161\u0178-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{4,400}"
)
_AS_SIGNS = re.compile(
    r"[ÂÃâ][\u0080-\u00bf\u0152-\u0161\u0178-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SOUND, _DOUBTFUL = 0.85, 0.7
_FEWEST_HAN = 2
_MOST_BEFORE = 12


def undo_mojibake(text: str) -> str:
    """Read again what was read in the wrong encoding.

    >>> undo_mojibake("什么是娣卞害瀛︿範?"), undo_mojibake("æ·±åº¦å\\xad¦ä¹\\xa0 BN")
    ('什么是深度学习?', '深度学习 BN')

    >>> undo_mojibake("Donâ€™t use a 3Ã—3 kernel")
    'Don’t use a 3×3 kernel'

    Sound Chinese, and words with accents, stay:

    >>> undo_mojibake("锟斤拷是乱码,深度学习不是。Café São Paulo naïve")
    '锟斤拷是乱码,深度学习不是。Café São Paulo naïve'
    """
    again = {run: _from_latin(run) for run in _AS_LATIN.findall(text)}
    # A run of nothing but letters may be a list of letters; another one must tell that it is not.
    if any(read != run and not run.isalpha() for run, read in again.items()):
        text = _AS_LATIN.sub(lambda run: again[run[0]], text)
    rare = _rare()
    lines = text.split("\n")
    for at in [at for at, line in enumerate(lines) if rare.search(line)]:
        lines[at] = _AS_GBK.sub(_from_gbk, lines[at])
        if _AS_SIGNS.search(lines[at]):
            lines[at] = _signs_again(lines[at])
    return "\n".join(lines)


@cache
def _rare() -> re.Pattern[str]:
    """Matches a character above ASCII that is not in common use; text read wrongly has many."""
    return re.compile(f"[^\\x00-\\x7f{''.join(sorted(common_characters()))}]")


def _from_latin(run: str) -> str:
    for wrong in ("latin-1", "cp1252"):
        for right in ("utf-8", "gbk"):
            found = _again(run, wrong, right)
            if found and len(_HAN.findall(found)) >= _FEWEST_HAN and common_share(found) >= _SOUND:
                return found
    return run


def _from_gbk(match: re.Match[str]) -> str:
    """The run with the longest part read again that is UTF-8; what stands before it stays."""
    run = match[0]
    if sum(map(common_characters().__contains__, run)) / len(run) >= _DOUBTFUL:
        return run
    for start in range(_MOST_BEFORE):
        for end in range(len(run), 2, -1) if start == 0 else (len(run),):
            found = _again(run[start:end], "gb18030", "utf-8")
            if found and len(_HAN.findall(found)) >= _FEWEST_HAN and common_share(found) >= _SOUND:
                return run[:start] + found + run[end:]
    return run


def _signs_again(line: str) -> str:
    from ftfy import fix_encoding  # few pages need it

    return fix_encoding(line)


def _again(text: str, wrong: str, right: str) -> str:
    try:
        return text.encode(wrong).decode(right)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""
