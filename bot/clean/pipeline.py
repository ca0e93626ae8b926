"""The cleaning rules in their order, and the receipt they leave.

The order matters and is told beside each neighbour that cannot be swapped. A rule is a function
from page to page; a function from text to text becomes one by :func:`whole_text`.
"""

from bot.clean import characters, chrome
from bot.clean.page import Cleaned, Page
from bot.clean.receipt import Rule, compare, whole_text

RULES: tuple[Rule, ...] = (
    whole_text(characters.drop_invisible),
    whole_text(characters.decode_entities),
    # Readings first: they stand between characters that the conversion reads as words.
    whole_text(characters.strip_pinyin_annotations),
    whole_text(characters.simplify_traditional),
    chrome.drop_boilerplate,
)


def clean_and_explain(
    text: str, keep: frozenset[str] = frozenset(), rules: tuple[Rule, ...] = RULES
) -> Cleaned:
    """The cleaned ``text``, with a receipt of every line that was dropped or changed.

    keep:  lines, stripped of white space at their ends, that no rule may drop
    """
    page = Page.of(text.replace("\r\n", "\n").replace("\r", "\n"), keep)
    receipt = []
    for rule in rules:
        after = rule(page)
        receipt.extend(compare(rule.__name__, page, after))
        page = after
    return Cleaned(page.lines, tuple(receipt), page.code, page.contents, page.facts)
