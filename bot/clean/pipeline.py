"""The cleaning rules in their order, and the receipt they leave.

The order matters and is told beside each neighbour that cannot be swapped. A rule is a function
from page to page; a function from text to text becomes one by :func:`whole_text`.
"""

from bot.clean import (
    broken,
    characters,
    chrome,
    code,
    contents,
    facts,
    formulas,
    lines,
    runin,
    shifted,
)
from bot.clean.page import Cleaned, Entry, Page
from bot.clean.receipt import Rule, compare, whole_text

RULES: tuple[Rule, ...] = (
    # Bytes before everything: a shifted stretch holds private-use characters and torn readings
    # that the next rules would take away.
    whole_text(shifted.repair_shifted_bytes),
    whole_text(characters.drop_invisible),
    whole_text(characters.decode_entities),
    # Code before all that looks at words: what is code stays as it is from here on.
    code.recognise_code,
    # Readings first: they stand between characters that the conversion reads as words.
    whole_text(characters.strip_pinyin_annotations),
    whole_text(characters.simplify_traditional),
    broken.join_broken_formulas,
    # One line per formula first: the copies are compared within a line.
    whole_text(formulas.collapse_formulas),
    whole_text(lines.strip_placeholders),
    broken.join_broken_lines,
    runin.cut_headings_from_bodies,
    # The facts stand in lines that the last rules drop.
    facts.read_facts,
    facts.read_title,
    facts.drop_front_matter,
    # The contents repeat the headings; a menu, which comes next, repeats nothing.
    contents.drop_contents,
    facts.drop_repeated_title,
    chrome.drop_boilerplate,
    code.fence_code,
)


def clean_and_explain(
    text: str, keep: frozenset[str] = frozenset(), rules: tuple[Rule, ...] = RULES
) -> Cleaned:
    """The cleaned ``text``, with a receipt of every line that was dropped or changed.

    keep:  lines, stripped of white space at their ends, that no rule may drop
    """
    page = Page.of(text.replace("\r\n", "\n").replace("\r", "\n"), keep)
    receipt: list[Entry] = []
    for rule in rules:
        after = rule(page)
        receipt.extend(compare(rule.__name__, page, after))
        page = after
    return Cleaned(page.lines, tuple(receipt), page.code, page.contents, page.facts)
