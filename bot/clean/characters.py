"""Cleaning rules that look at characters, never at lines.

A rule takes the text of a page and returns it repaired. Sound text must come back exactly as it
was: a defect left in costs a match, a sentence lost costs an answer. No rule here adds or removes
a line break, so that the receipt can name the line it changed. The rules run in the order of
``RULES`` in :mod:`bot.clean.pipeline`, which is the only place to read it.
"""

import html
import re
from functools import cache
from operator import ne

import opencc

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_SYLLABLE = rf"(?:[zcs]h|[b-df-hj-np-tw-z])?[aeiouü{_TONED}]{{1,3}}(?:ng?|r)?"
_ANNOTATION = re.compile(rf"(?<=\w)[(（](?=[^)）]{{0,7}}[{_TONED}]){_SYLLABLE}[)）]")

# U+00AD soft hyphen, U+180E, U+200B-U+200F, U+202A-U+202E and U+2066-U+2069 (directions), U+2060
# to U+2064, U+FEFF, U+FFF9-U+FFFB: they show nothing, and break matching. U+200D is kept between
# symbols, where it builds emoji. Private-use characters are icon fonts whose picture is lost.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff]|(?<=[\\w\\s])\u200d|\u200d(?=[\\w\\s])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
_ENTITY = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|hellip|mdash|ndash|ldquo|rdquo|lsquo|rsquo|middot|times|"
    r"copy|reg|trade|bull|laquo|raquo|ensp|emsp|thinsp|deg|plusmn|le|ge|ne|infin|"
    r"alpha|beta|gamma|delta|epsilon|theta|lambda|mu|pi|sigma|tau|phi|omega|sum|radic|part|"
    r"#[0-9]{2,6}|#x[0-9a-fA-F]{2,5});"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3041-\u30fa]")
# Share of Han characters that conversion must change before a page counts as Traditional. A
# Simplified page has a few (著, 乾, 於 in names); a Traditional one has a third.
_TRADITIONAL_SHARE = 0.05


def strip_pinyin_annotations(text: str) -> str:
    """Remove the readings in parentheses that a copying site scattered over a page.

    The evidence is one syllable bearing a tone mark. What stands before it is not asked, because
    the site has also put a reading after a Latin letter.

    >>> strip_pinyin_annotations("卷積神經(jīng)網(wǎng)絡(luò),F(xiàn)CN")
    '卷積神經網絡,FCN'

    Glosses and functions have no tone mark, and a loan word is not one syllable:

    >>> strip_pinyin_annotations("步长(stride)、G(z)、咖啡馆(café)")
    '步长(stride)、G(z)、咖啡馆(café)'
    """
    return _ANNOTATION.sub("", text)


def drop_invisible(text: str) -> str:
    """Remove characters that show nothing: zero width, directions, control, private use.

    >>> drop_invisible("感\u200b受\ufeff野\u202e")
    '感受野'

    A joiner inside an emoji and ordinary white space stay:

    >>> drop_invisible("👩\u200d💻\\t代码") == "👩\u200d💻\\t代码"
    True
    """
    text = _INVISIBLE.sub("", text)
    return _SPACES.sub(" ", _CONTROL.sub("", text))


def decode_entities(text: str) -> str:
    """Turn the HTML entities of a copied page into the characters they stand for.

    >>> decode_entities("a &lt; b&nbsp;&amp;&amp; c &#39;d&#39;")
    "a < b && c 'd'"

    A lone ampersand, and a name nobody writes as an entity, stay:

    >>> decode_entities("R&D; Q&A, AT&T")
    'R&D; Q&A, AT&T'
    """

    def character(match: re.Match[str]) -> str:
        return html.unescape(match[0]).replace("\xa0", " ").replace("\n", " ").replace("\r", " ")

    return _ENTITY.sub(character, text) if "&" in text else text


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """``text`` with every Traditional character replaced by its Simplified form."""
    return str(_converter().convert(text))


def simplify_traditional(text: str) -> str:
    """Convert a page in Traditional characters to Simplified; words stay as they are.

    A person who learns from Simplified notes reads and searches both the same way. Taiwan's
    terms (網路, 資料) keep their words, only their characters change.

    >>> simplify_traditional("卷積神經網路的學習率")
    '卷积神经网路的学习率'

    A Simplified page with a Traditional name in it is not a Traditional page:

    >>> simplify_traditional("这是一页很普通的简体笔记,其中引用了一位作者的名字:陳先生")
    '这是一页很普通的简体笔记,其中引用了一位作者的名字:陳先生'

    Nor is a Japanese one, whose characters are its own:

    >>> simplify_traditional("縞模様の並びを強調する")
    '縞模様の並びを強調する'
    """
    least = _TRADITIONAL_SHARE * len(_HAN.findall(text))
    if not least or len(_KANA.findall(text)) > least:
        return text
    converted = simplify(text)
    return converted if sum(map(ne, text, converted)) > least else text
