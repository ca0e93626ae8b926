"""How a line is numbered: the style of its number, its value, and what follows it.

Two lines belong to one sequence only when their style is the same; the style keeps the brackets,
the stop and whether the line is indented, because pages number their questions in one style and
the lists inside the answers in another.
"""

import re
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN_NUMBER = "[一二三四五六七八九十百零〇两]{1,4}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# Each alternative has one group that holds the number; its name is the style.
_FORMS: tuple[tuple[str, str], ...] = (
    (
        "【n】",
        rf"【\s*(?:第|[Qq])?\s*(\d{{1,3}}|{_HAN_NUMBER})\s*(?:题|问|章|节)?\s*】\s*[.、:：]?",
    ),
    ("[n]", r"\[\s*[Qq]?(\d{1,3})\s*\](?!\()\s*[.、:：]?"),
    (
        "第n",
        rf"第\s*(\d{{1,3}}|{_HAN_NUMBER})\s*(?:题|問|问|道题|道|章|节|節|讲|講|部分|篇|条|式|回|课|天|个问题)"
        r"[.、,，:：)）\]】\s]*",
    ),
    ("Qn", r"[Qq]\s*\.?\s*(\d{1,3})\s*(?:[.、:：)）\]—-]+|\s)\s*"),
    (
        "Question n",
        r"(?:[Qq]uestion|QUESTION|[Pp]roblem|[Ii]nterview [Qq]uestion)"
        r"\s*#?\s*(\d{1,3})\s*(?:[.、:：)）\-–—]+|\s|$)\s*",
    ),
    (
        "Part n",
        r"(?:[Pp]art|PART|[Ss]ection|SECTION|[Cc]hapter|CHAPTER|[Ll]esson|[Tt]ip|[Ss]tep)\s+(\d{1,3})\s*(?:[.、:：)）\-–—]+|\s|$)\s*",
    ),
    (
        "问题n",
        rf"(?:问题|面试题|题目|考点|知识点|问|题|面试官问题|高频题|真题)\s*[#＃]?\s*(\d{{1,3}}|{_HAN_NUMBER})\s*(?:[.、:：)）]+|\s+|$)\s*",
    ),
    ("n.n.n", r"(\d{1,2}\.\d{1,2}\.\d{1,2})(?:[.、:：)）]\s*|\s+|(?=[\u4e00-\u9fff]))"),
    ("n.n", r"(\d{1,2}[.\-]\d{1,2})(?:[.、:：)）]\s*|\s+(?![a-z\d%+\-*/=])|(?=[\u4e00-\u9fff]))"),
    ("0n", r"(0\d)(?:\s*[.、:：|丨/]\s*|\s+|(?=[\u4e00-\u9fffA-Z]))"),
    ("(n)", r"[(（]\s*(\d{1,3})\s*[)）]\s*[.、:：]?\s*"),
    ("(一)", rf"[(（]\s*({_HAN_NUMBER})\s*[)）]\s*[.、:：]?\s*"),
    ("一、", rf"({_HAN_NUMBER})\s*[、.:：,，|]\s*"),
    ("n)", r"(\d{1,3})\s*[)）]\s*"),
    ("n、", r"(\d{1,3})\s*[、,，]\s*"),
    ("n:", r"(\d{1,3})\s*[:：](?!\d)\s*"),
    ("#n", r"#\s?(\d{1,3})(?:[.、:：)]\s*|\s+)"),
    ("n.", r"(\d{1,3})\s*[.．](?!\d)\s*"),
    ("n|", r"(\d{1,3})\s*[|丨/·-]\s+"),
    ("①", rf"([{_CIRCLED}])\s*[.、:：]?\s*"),
    ("I.", r"([IVX]{1,5})\s*[.、]\s+"),
    ("n ", r"(\d{1,2})\s+(?=[\u4e00-\u9fffA-Z])"),
)
_PATTERNS = tuple((style, re.compile(pattern)) for style, pattern in _FORMS)
_STARTS = re.compile(rf"[\d【\[(（#QqIVX第问题面考知真高PpSsCcLlT{_CIRCLED}一二三四五六七八九十]")
_DECORATION = re.compile(r"[\s>*_`~●○■□◆◇★☆▶►▲△◎※✅🔥💡📌❓❔🔹🔸•·➤➜–-]*")


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a line: ``style`` as in the table above, ``value`` >= 0, ``rest`` after it."""

    style: str
    value: int
    rest: str


def read_number(line: str) -> Number | None:
    """The number that ``line`` begins with, or None.

    >>> read_number("【十二】YOLOv2中的anchor如何生成?")
    Number(style='【n】', value=12, rest='YOLOv2中的anchor如何生成?')
    >>> read_number("  3. WGAN").style
    ' n.'
    >>> read_number("3.14 is not a heading number") is None
    True
    """
    start = _DECORATION.match(line)
    at = start.end() if start else 0
    if not _STARTS.match(line, at):
        return None
    indent = " " if line[:1] in (" ", "\t") else ""
    for style, pattern in _PATTERNS:
        match = pattern.match(line, at)
        if match:
            rest = line[match.end() :].strip()
            return Number(indent + style, to_value(match[1]), rest) if rest else None
    return None


def to_value(number: str) -> int:
    """The value of digits, Chinese numerals, circled or Roman numbers; the last part of ``1.2.3``.

    >>> [to_value(n) for n in ("07", "二十三", "十", "③", "IV", "2.5")]
    [7, 23, 10, 3, 4, 5]
    """
    if number in _CIRCLED:
        return _CIRCLED.index(number) + 1
    if number[0] in "IVX":
        return _roman(number)
    if number[0].isdigit():
        return int(re.split(r"[.\-]", number)[-1])
    return _han(number)


def _han(number: str) -> int:
    total, digit = 0, 0
    for character in number:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _roman(number: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in number]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
