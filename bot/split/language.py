"""The language of a text: the one most of it is written in."""

import re

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_FUNCTION = re.compile(
    r"\b(?:the|is|are|was|be|of|to|in|and|or|for|with|that|this|it|its|as|by|on|from|at|an|which|"
    r"what|how|why|when|where|who|does|do|can|not|if|than|has|have|we|you)\b",
    re.IGNORECASE,
)


_FORMULA = re.compile(r"\$\$[^$]{1,2000}\$\$|\$[^$\n]{1,400}\$|`[^`\n]{1,200}`")
# Function words, or twice as many Han characters, from which a text tells its language itself.
_TELLING = 5


def language_within(page: str, heading: str, text: str) -> str:
    """The language of a passage: its own if it has words to tell by, else that of its page.

    Formulas and names are the same in every language; the heading is read with the text.

    >>> language_within("zh", "图像插值方法", "$f(x, y)=a x$")
    'zh'
    >>> language_within("zh", "1. BN", "It is the mean of the batch that is taken away in it.")
    'en'
    """
    words = _FORMULA.sub(" ", f"{heading}\n{text}")
    said = len(_FUNCTION.findall(words)) + len(_HAN.findall(words)) / 2
    return language_of(words) if said >= _TELLING else page


def language_of(text: str) -> str:
    """``"zh"`` or ``"en"``, by the words that hold a sentence together.

    A Chinese note is full of English terms, so only function words speak loudly for English; two
    Han characters weigh as much as one of them.

    >>> language_of("BN 的作用 Batch Normalization"), language_of("what is BN (批归一化)?")
    ('zh', 'en')
    >>> language_of("")
    'en'
    """
    function, words = len(_FUNCTION.findall(text)), len(_WORD.findall(text))
    english = function + (words - function) / 8
    return "zh" if len(_HAN.findall(text)) / 2 > english else "en"
