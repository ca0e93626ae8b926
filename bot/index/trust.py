"""How far the glossary counts among passages that speak of other things.

A concept of the glossary that a question and a passage both name says much in the notes it was made
for. In a handbook of another trade the same words are everyday ones (layer, filter, kernel, image),
and what they name there is an accident. The passages themselves tell which is the case: how many
different concepts they mention for every different word. Notes on vision and learning have 0.16 to
0.20, handbooks of other fields 0.02 to 0.05.
"""

from bot.index.fields import Fields
from bot.index.sums import Sums

FULL_TRUST = 0.1
"""Concepts for every word of a passage from which the glossary counts in full."""
FROM_GLOSSARY = frozenset(
    {"concepts", "titles", "described", "glosses", "aspects_on_topic", "parts_on_topic"}
)
"""The parts of a score that are nothing but what the glossary finds."""


def trust_in_glossary(fields: Fields) -> float:
    """Concepts for every word, as a share of ``FULL_TRUST``, in [0, 1]."""
    concepts, words = (field.weights.size for field in (fields.concepts, fields.words))
    return min(1.0, concepts / (FULL_TRUST * words)) if words else 1.0


def trusted(parts: dict[str, Sums], fields: Fields) -> dict[str, Sums]:
    """The parts of a score, those of the glossary times the trust in it."""
    trust = trust_in_glossary(fields)
    if trust == 1:
        return parts
    return {
        name: part.times(trust) if name in FROM_GLOSSARY else part for name, part in parts.items()
    }
