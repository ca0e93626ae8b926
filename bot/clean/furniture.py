"""What of an HTML page is furniture of the site, told by its elements alone.

An element is furniture by its name (``nav``), or by the words of its class or id (``share-box``).
Neither is proof: some sites wrap the whole page in a ``form``, or name the column of the text after
the sidebar beside it. So nothing goes that holds most of the text outside links. What the page
hides goes, too, unless all that it hides is most of its text: then a script would show it, or a
click.
"""

import re
from collections import Counter
from collections.abc import Mapping, Set
from functools import cache

from selectolax.lexbor import LexborNode

from bot.resources import read_toml

_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")
_LETTER = re.compile(r"\w")
_LONGEST_NAME = 60
_MAY_HIDE = "[hidden], [style*=none i], [style*=hidden i]"
_HIDES = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)


class Furniture:
    """Decides which elements of a page go; ``root`` holds all of them."""

    def __init__(self, root: LexborNode) -> None:
        self.letters = _letters(root)
        self.total = self.letters[root.mem_id]
        hidden = {node.mem_id for node in root.css(_MAY_HIDE) if _hides(node)}
        self.hidden = hidden if hidden and self._leaves_text(root, hidden) else set()

    def reason(self, node: LexborNode, tag: str) -> str:
        """The reason why an element is no text of the page, ``""`` when it is."""
        unseen = _tags("unseen").get(tag, "") or _copies(node)
        if unseen or node.mem_id in self.hidden:
            return unseen or "hidden"
        reason = _tags("tags").get(tag, "") or _by_words(node, tag)
        return "" if reason and self._is_most(self.letters[node.mem_id]) else reason

    def _leaves_text(self, root: LexborNode, hidden: Set[int]) -> bool:
        """Whether there is text beside the hidden elements, and most of it."""
        inside = _within(root, hidden, self.letters)
        return inside < self.total and not self._is_most(inside)

    def _is_most(self, letters: int) -> bool:
        """Whether what has so many letters holds the text of the page."""
        density = read_toml("html.toml")["density"]
        return letters >= max(float(density["main"]) * self.total, int(density["least"]))


def named_reason(name: str) -> str:
    """The reason that a class or id gives, ``""`` if it says more than what furniture is called.

    >>> named_reason("share-buttons"), named_reason("postSidebar"), named_reason("related-work")
    ('share', 'related', '')
    """
    if len(name) > _LONGEST_NAME:
        return ""
    words = [word.lower() for word in _WORD.findall(name)]
    told = [_words()[word] for word in words if word in _words()]
    return told[0] if told and all(word in _words() or word in _neutral() for word in words) else ""


def _by_words(node: LexborNode, tag: str) -> str:
    if tag not in read_toml("html.toml")["containers"]["tags"]:
        return ""
    attributes = node.attributes
    names = " ".join(attributes.get(key) or "" for key in ("class", "id", "role")).split()
    return next((reason for reason in map(named_reason, names) if reason), "")


def _copies(node: LexborNode) -> str:
    classes = node.attributes.get("class") or ""
    return "copy" if "katex-html" in classes or "MathJax_Preview" in classes else ""


def _hides(node: LexborNode) -> bool:
    """Whether an element is not shown; of a formula, a page shows the picture and hides the text.

    >>> from selectolax.lexbor import LexborHTMLParser as Parser
    >>> page = Parser("<p hidden><p style='DISPLAY: none'><p hidden><math>x</math></p>")
    >>> [_hides(node) for node in page.css("p")]
    [True, True, False]
    """
    attributes = node.attributes
    shut = attributes.get("hidden", "until-found") != "until-found"
    shut = shut or bool(_HIDES.search(attributes.get("style") or ""))
    return shut and not node.css_first("math")


def _within(root: LexborNode, chosen: Set[int], letters: Mapping[int, int]) -> int:
    """The letters that stand in any of the chosen elements."""
    total, stack = 0, [root]
    while stack:
        node = stack.pop()
        if node.mem_id in chosen:
            total += letters[node.mem_id]
        else:
            stack.extend(node.iter())
    return total


def _letters(root: LexborNode) -> Counter[int]:
    """The letters that stand in each element outside links and unseen elements, by its id."""
    letters: Counter[int] = Counter()
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    above: list[int] = []
    while stack:
        node, done = stack.pop()
        if done:
            own = letters[above.pop()]
            if above:
                letters[above[-1]] += own
        elif node.tag == "-text":
            letters[above[-1]] += len(_LETTER.findall(node.text_content or ""))
        elif node.tag != "a" and node.tag not in _tags("unseen"):
            above.append(node.mem_id)
            stack.append((node, True))
            stack.extend((child, False) for child in node.iter(include_text=True))
    return letters


@cache
def _tags(table: str) -> dict[str, str]:
    entries = read_toml("html.toml")[table].items()
    return {tag: reason for reason, tags in entries for tag in tags}


@cache
def _words() -> dict[str, str]:
    entries = read_toml("html.toml")["words"].items()
    return {word: reason for reason, words in entries for word in words}


@cache
def _neutral() -> frozenset[str]:
    return frozenset(read_toml("html.toml")["neutral"]["words"])
