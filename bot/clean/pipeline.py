"""The cleaning rules in their order, and the receipt they leave.

The order matters and is told beside each neighbour that cannot be swapped. A rule is a function
from page to page; a function from text to text becomes one by :func:`whole_text`.
"""

from dataclasses import replace

from bot.clean import (
    asides,
    broken,
    cards,
    characters,
    chat,
    chrome,
    code,
    codeframe,
    contents,
    delimiters,
    facts,
    formulas,
    frontmatter,
    headmarks,
    lines,
    mojibake,
    pagination,
    runin,
    shifted,
    tags,
    titles,
    transcript,
)
from bot.clean.page import LINE_ENDS, Cleaned, Entry, Facts, Page
from bot.clean.receipt import Rule, as_in_file, compare, whole_text

_NOTHING = Facts()

RULES: tuple[Rule, ...] = (
    # Bytes before everything: a shifted stretch holds private-use characters and torn readings
    # that the next rules would take away.
    whole_text(mojibake.undo_mojibake),
    whole_text(shifted.repair_shifted_bytes),
    whole_text(characters.drop_invisible),
    whole_text(characters.decode_entities),
    # Code before all that looks at words: what is code stays as it is from here on.
    code.recognise_code,
    codeframe.drop_code_frame,
    whole_text(tags.strip_tags),
    frontmatter.read_front_matter,
    # The rules of front matter are no rules below a heading; all that follows knows headings.
    headmarks.mark_headings,
    # Readings first: they stand between characters that the conversion reads as words.
    whole_text(characters.strip_pinyin_annotations),
    whole_text(characters.simplify_traditional),
    # Page numbers before lines are joined: they stand in the middle of sentences.
    pagination.undo_pagination,
    broken.join_broken_formulas,
    whole_text(delimiters.mark_formulas),
    # One line per formula first: the copies are compared within a line.
    whole_text(formulas.collapse_formulas),
    whole_text(lines.strip_placeholders),
    broken.join_broken_lines,
    runin.cut_headings_from_bodies,
    cards.cut_cards,
    # The facts stand in lines that the last rules drop.
    facts.read_facts,
    titles.read_title,
    # Who spoke is known; now the messages can stand as text, before headings are sought in them.
    chat.read_chat,
    # After the chat, whose messages have times, too, and before headings are sought.
    transcript.strip_time_stamps,
    facts.drop_front_matter,
    titles.drop_above_question,
    # The contents repeat the headings; a menu, which comes next, repeats nothing.
    contents.drop_contents,
    titles.drop_repeated_title,
    chrome.drop_boilerplate,
    # Parts of lines after whole lines: the line of the author's name has been read and is gone.
    asides.drop_asides,
    code.fence_code,
)


def clean_and_explain(
    text: str,
    keep: frozenset[str] = frozenset(),
    known: Facts = _NOTHING,
    rules: tuple[Rule, ...] = RULES,
) -> Cleaned:
    """The cleaned ``text``, with a receipt of every line that was dropped or changed.

    keep:   lines, stripped of white space at their ends, that no rule may drop
    known:  what is known of the page already, such as the head of an HTML file
    """
    page = replace(Page.of(LINE_ENDS.sub("\n", text), keep), facts=known)
    raw = page.lines
    receipt: list[Entry] = []
    for rule in rules:
        after = rule(page)
        receipt.extend(as_in_file(entry, raw) for entry in compare(rule.__name__, page, after))
        page = after
    return Cleaned(page.lines, tuple(receipt), page.code, page.contents, page.facts)
