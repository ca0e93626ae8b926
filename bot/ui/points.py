"""Key points of an answer as lists: formulas that are simple enough are set, the rest is text."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from bot.ui.markup import tag
from bot.ui.note_text import Html, pieces


def draw_points(title: str, found: Iterable[str], kind: str = "") -> None:
    """Draw a titled list; each of ``found`` is markup already. Nothing when there is none."""
    items = "".join(tag("li", point, raw=True) for point in found)
    if items:
        head = tag("p", title, "small-label")
        st.html(head + tag("ul", items, f"note {kind}".strip(), raw=True))


def inline(text: str) -> str:
    """One point as markup on one line.

    >>> inline("每层新增 $k$ 个 <通道>")
    '每层新增 <i>k</i> 个 &lt;通道&gt;'
    """
    parts = pieces(" ".join(text.split()))
    return "".join(
        part.body.replace("<p>", "").replace("</p>", "")
        if isinstance(part, Html)
        else f"<i>{escape(part.body)}</i>"
        for part in parts
    )
