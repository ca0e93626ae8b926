"""Context-free evidence on a line: numbers that say chrome or content, each between 0 and 1.

Nothing here looks at the neighbours of a line; :mod:`bot.clean.chrome` does that afterwards. The
manner is that of jusText (Pomikálek 2011), the signals are chosen for plain Chinese and English
text, where there are no tags and no links left to count.
"""

import re
from dataclasses import dataclass

from bot.clean import vocabulary
from bot.clean.page import Line

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fffα-ωΑ-Ω]")
_WORD = re.compile(r"[A-Za-z]+")
_STOP = re.compile(
    r"[的了是在和与或而就也都但不被把对从到为以及其这那它们个会能可]|"
    r"\b(?:the|a|an|of|is|are|was|to|in|and|or|that|this|it|its|for|as|with|by|be|can|we|which|"
    r"from|on|not|when|if|than|each|but|because|so|at|has|have|does|do|how|what|why)\b"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d[-/.年]\s?\d{1,2}(?:[-/.月]\s?\d{1,2})?|\d{1,2}月\d{1,2}日|\b\d{1,2}:\d\d\b|"
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b|"
    r"\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
    r"(?<!\d)\d{1,4} ?(?:分钟|小时|天|周|个月|年|"
    r"days?|hours?|minutes?|mins?|months?|years?|weeks?|[dhmy]) ?"
    r"(?:前|ago)\b"
)
_LINK = re.compile(r"https?://|www\.|\.(?:com|cn|org|net|io|edu)\b|@\w+\.\w+")
_HANDLE = re.compile(r"(?:^|\s)@[\w-]{2,}|\bu/\w+|\br/\w+|(?:qq|微信|vx|wechat)\s*[:：]?\s*\w{5,}")
_USERNAME = re.compile(r"[a-z][a-z.\-]*[_\d][\w.\-]*$|\w{1,12}\d{3,}号?$|匿名用户$")
_NAME = re.compile(r"[A-Z][a-z'’.\-]+(?: [A-Z][a-z'’.\-]*){1,2}$")
# The line above a message: who, and when.
_STAMP = re.compile(r"\S.{0,60}\s\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?$", re.IGNORECASE)
_HEADED = re.compile(r"#{1,6}\s+\S|(?:\*\*|__)\S.{0,80}(?:\*\*|__)\s*[:：]?$")
_ADDRESS = re.compile(r"(?:[-*•\d.]+\s*)?<?https?://\S+>?$")
_SEPARATOR = re.compile(r"[|│·•»›/>→←↑↓✕×☰★☆▲▼♥♡👍👎💬🔖⭐📌👁🔥]|\s{2,}|\s-\s")
_TERMINAL = re.compile(r"[。.!?！？;；:：][”\"')）】」]*\s*$")
_QUESTION = re.compile(
    r"[?？]\s*$|什么|如何|为什么|为何|怎么|怎样|哪些|区别|^(?:what|how|why|when|which)\b"
)
_NUMBERED = re.compile(
    r"(?:[【(（\[]?\s*[\d一二三四五六七八九十]{1,3}\s*[】)）\].、:：]|[-*•]\s|第.{1,3}[题章节]|q\d)"
)
_PUNCTUATION = re.compile(r"[,，。;；、:：]")
_PLACE_SEPARATOR = re.compile(r"[|,，、\s]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one line by itself.

    features:  the values of :data:`FEATURES`
    reason:    what it would be dropped for
    sure:      whether no neighbour can make it content
    """

    features: tuple[float, ...]
    reason: str
    sure: bool = False


FEATURES = (
    "coverage",
    "covered",
    "bare",
    "start",
    "phrase",
    "phrases",
    "spam",
    "tiny",
    "short",
    "medium",
    "long",
    "terminal",
    "punctuation",
    "stop",
    "digits",
    "date",
    "link",
    "handle",
    "separators",
    "username",
    "name",
    "stamp",
    "certain",
    "marked",
    "address",
    "question",
    "numbered",
    "repeated",
    "places",
    "mixed",
    "symbols",
)


def gather(lines: list[Line]) -> list[Evidence]:
    """The evidence on each line, in order; ``lines`` must not be blank."""
    texts = [line.text.strip().lower() for line in lines]
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    phrases = vocabulary.phrase_tables(texts)
    return [
        _weigh(line.text, text, phrases.get(at, []), counts[text])
        for at, (line, text) in enumerate(zip(lines, texts, strict=True))
    ]


def units(text: str) -> int:
    """The length of a text in units of reading: a Han character is 1, a Latin word 1.5.

    >>> units("感受野 receptive field")
    6
    """
    return len(_HAN.findall(text)) + len(_WORD.findall(text)) * 3 // 2


def _weigh(line: str, text: str, phrases: list[str], count: int) -> Evidence:
    coverage, table = vocabulary.covering(text)
    start = vocabulary.start_table(text)
    length = units(text)
    places = _are_places(text)
    letters = len(_LETTER.findall(text))
    reason = "places" if places else start or (phrases[0] if phrases else "") or table or "context"
    numbers = (
        coverage,
        coverage > 0.98,
        letters == 0,
        bool(start),
        bool(phrases),
        min(len(phrases), 3) / 3,
        phrases.count("spam") > 1 or (table == "spam" and coverage > 0.5),
        length <= 3,
        length <= 8,
        8 < length <= 25,
        min(length, 120) / 120,
        bool(_TERMINAL.search(text)),
        min(len(_PUNCTUATION.findall(text)), 6) / 6,
        min(len(_STOP.findall(text)) / (length + 1), 0.5) * 2,
        sum(map(str.isdigit, text)) / (len(text) + 1),
        bool(_DATE.search(text)),
        bool(_LINK.search(text)),
        bool(_HANDLE.search(text)),
        min(len(_SEPARATOR.findall(text)), 4) / 4,
        bool(_USERNAME.match(text)),
        bool(_NAME.match(line.strip())),
        length <= 12 and bool(_STAMP.match(text)),
        "certain" in phrases,
        bool(_HEADED.match(text)),
        bool(_ADDRESS.match(text)),
        bool(_QUESTION.search(text)),
        bool(_NUMBERED.match(text)),
        count > 1 and length < 25,
        places,
        bool(_HAN.search(text)) and bool(_WORD.search(text)),
        1 - letters / (len(text.replace(" ", "")) + 1),
    )
    sure = places or ("certain" in phrases and vocabulary.is_pitch(text))
    return Evidence(tuple(float(number) for number in numbers), reason, sure)


def _are_places(text: str) -> bool:
    """Whether the line is a pile of place names: at least five short words with their suffixes."""
    words = [word for word in _PLACE_SEPARATOR.split(text) if word]
    suffixes = vocabulary.vocabulary().places
    named = sum(len(word) <= 12 and word.endswith(suffixes) for word in words)
    return len(words) >= 5 and named >= 0.6 * len(words)
