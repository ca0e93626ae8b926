"""The numbers of a passage as values for the parameters of a demo.

A demo opened from a passage starts with the passage's own numbers: its parameters say after which
words a note states them (their cues), and the lexicon ``stated.toml`` how word and number are
joined.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bot.demos import get_demo
from bot.demos._params import Float, Int, Json, Param, Table
from bot.demos._spec import Mode, resolve
from bot.errors import DemoInputError
from bot.resources import read_toml

_NUMBER = r"(?P<n>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+)(?:\s*×\s*(?P=n)(?![\d.]))?"
_ALONE = r"(?P<percent>\s*[%％])?(?!\.?\d|\^|,\d{3}|\s*[~～–—到至×/]\s*\d)"
_SQUARE = r"(?<![\d.×])(?P<n>(?!1\s*×)\d+)\s*×\s*(?P=n)(?![\d.]|\s*×)"
_ENOUGH_CELLS = 2


def stated_values(demo_id: str, text: str) -> dict[str, Json]:
    """Values for a demo's parameters that a passage states itself.

    They belong to the first mode of the demo that the passage states anything of. A table (such as
    the layers of a network) gets the one row that the passage describes, if it states two cells.
    Nothing is guessed: a number that the parameter refuses, a range, a fraction or a rectangle is
    no value, and neither are values that the demo refuses together.

    >>> stated_values("conv-shape-cost", "用 5×5 的卷积核,stride=2,padding 为 2")
    {'k': 5, 'stride': 2, 'padding': 2}
    >>> stated_values("receptive-field", "the 3x3 kernel with dilated rate=2 covers 5x5")
    {'layers': [{'k': 3, 'd': 2}]}
    """
    readable = _readable(text)
    for mode in get_demo(demo_id).modes:
        found = _stated((*mode.params, *mode.controls), readable)
        if found and _runs(mode, found):
            return found
    return {}


def _runs(mode: Mode, found: Mapping[str, Json]) -> bool:
    """Whether the mode accepts what was found, its controls built into parameters."""
    names = {param.name for param in mode.params}
    raw = {name: value for name, value in found.items() if name in names}
    try:
        if mode.build and len(raw) < len(found):
            controls = {c.name: c.parse(found.get(c.name, c.default)) for c in mode.controls}
            raw = {**mode.build(**controls), **raw}
        mode.computed(resolve(mode, raw))
    except DemoInputError:
        return False
    return True


def _readable(text: str) -> str:
    r"""``text`` without the marks of formulas, with one sign for times.

    >>> _readable(r"$3\times 3$ 或 5x5,$p_{t}$为0.3,$\gamma =2$")
    '3× 3 或 5×5,p_t为0.3,gamma =2'
    """
    bare = re.sub(r"[${}\\]", "", text.replace(r"\times", "×"))
    return re.sub(r"(?<=\d)\s*[xX*]\s*(?=\d)", "×", bare)


def _stated(params: Iterable[Param], text: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for param in params:
        if isinstance(param, Int | Float) and (value := _value(param, text)) is not None:
            found[param.name] = value
        elif isinstance(param, Table):
            row = _stated(param.columns, text)
            if len(row) >= _ENOUGH_CELLS:
                found[param.name] = [row]
    return found


def _value(param: Int | Float, text: str) -> float | None:
    """The first number stated for the parameter that lies in its domain."""
    matches = (match for pattern in _patterns(param.cues) for match in pattern.finditer(text))
    for match in sorted(matches, key=re.Match.start):
        number = float(match["n"]) / (100 if match.groupdict().get("percent") else 1)
        try:
            return param.parse(number)
        except DemoInputError:
            continue
    return None


@cache
def _patterns(cues: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Name and number in each of the orders that the lexicon knows; none without cues.

    A 1×1 square is left out: it names a kind of convolution rather than the kernel of an example.
    """
    words = read_toml("stated.toml")
    names = {*cues, *(alias for cue in cues for alias in words["aliases"].get(cue, ()))}
    units = names & set(words["units"])
    squares = names | (set(words["kernels"]) if names & set(words["kernels"]) else set())
    noun, copula = rf"(?:\s*的?\s*{_any(words['nouns'])})?\s*", _any(words["copulas"])
    orders = {
        rf"{_any(names - units)}{noun}{copula}?\s*{_NUMBER}{_ALONE}": names - units,
        rf"{_any(units)}{noun}{copula}\s*{_NUMBER}{_ALONE}": units,
        rf"(?<![第\d.])(?<!第\s){_NUMBER}{_ALONE}\s*[个-]?\s*{_any(units)}": units,
        rf"{_SQUARE}\s*的?\s*{_any(squares)}": squares,
    }
    return tuple(re.compile(order) for order, used in orders.items() if used)


def _any(names: Iterable[str]) -> str:
    """Any of the names, longest first."""
    return f"(?:{'|'.join(map(_name, sorted(names, key=lambda n: (-len(n), n))))})"


def _name(name: str) -> str:
    """A name as a whole word, in any case and number when it is longer than a letter."""
    spaced = re.sub(r"(?<=[a-zA-Z])(?=[^\x00-\x7f])", r"\\s*", re.escape(name))
    before = r"(?<![A-Za-z_])" if name[0].isascii() and name[0].isalpha() else ""
    if not (name[-1].isascii() and name[-1].isalpha()):
        return f"{before}(?i:{spaced})"
    return (
        f"{before}{spaced}(?![A-Za-z])"
        if len(name) == 1
        else (f"{before}(?i:{spaced}(?:e?s)?)(?![A-Za-z])")
    )
