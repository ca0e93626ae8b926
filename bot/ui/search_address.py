"""What the Search page is asked for, kept in the address, so that a reload or a paste restores it.

The address is the only place where it is kept: boxes are drawn from it and written back to it.

    /search?q=卷积&only=1&kind=own&language=zh&topic=nms&topic=iou
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from bot.resources import read_toml
from bot.ui.state import remember

FACETS = ("kind", "language", "has", "source", "topic")
_OPERATORS = {"language": "lang"}
"""What stands before the colon of an operator where it is not the name of the facet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """text: as typed; chosen: facet -> values; only: no other names of the words typed."""

    text: str
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: bool = False

    @property
    def query(self) -> str:
        """The text with the chosen values as operators: the same search without boxes.

        >>> Asked("nms", {"language": ("zh",), "source": ("my notes.md",)}).query
        'nms lang:zh source:"my notes.md"'
        """
        filters = (
            f"{_OPERATORS.get(facet, facet)}:{_quoted(value)}"
            for facet, values in self.chosen.items()
            for value in values
        )
        return " ".join((self.text.strip(), *filters))


def asked(text: str) -> Asked:
    """The text and what the address says besides."""
    chosen = {facet: tuple(filter(None, map(str.strip, _values(facet)))) for facet in FACETS}
    only = st.query_params.get("only") == "1"
    return Asked(text, {facet: values for facet, values in chosen.items() if values}, only)


def _values(facet: str) -> list[str]:
    """The values in the address; of a facet with few values, those that it has."""
    known = read_toml("keyword.toml")["values"].get(facet)
    values = dict.fromkeys(st.query_params.get_all(facet))
    return [value for value in values if known is None or value in known]


def choose(facet: str, value: str, wanted: bool) -> None:
    """Put a value of a facet into the address, or take it out."""
    others = [v for v in st.query_params.get_all(facet) if v != value]
    values = [*others, value] if wanted else others
    if values:
        st.query_params[facet] = values
    else:
        st.query_params.pop(facet, None)


def keep_only(wanted: bool) -> None:
    """Put into the address whether only the words as typed are searched."""
    remember("only", "1" if wanted else "")


def _quoted(value: str) -> str:
    return value if not set(value) & set(" |:") else f'"{value}"'
