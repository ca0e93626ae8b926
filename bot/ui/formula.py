"""Formulas of notes: which ones KaTeX may draw, and which are simple enough to be plain text.

A note is not trusted. A formula reaches KaTeX only after it parses and names nothing but known
commands; ``\\href``, ``\\includegraphics`` and the like are not among them. All else is shown as
the characters it is made of.
"""

import re
from functools import cache, lru_cache
from html import escape
from importlib.resources import files

LONGEST = 2_000
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{([^}]*)\}")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_EXPONENT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)e([+-]\d{2,3})(?!\w)", re.ASCII)
_UPRIGHT = ("", "upright")
_SPANS = {
    "\\sqrt": ("√", "root"),
    **dict.fromkeys(("\\mathrm", "\\text", "\\operatorname", "\\mathbf"), _UPRIGHT),
}
"""Commands around a group: what stands before it, and the class it is shown in."""
_LETTERS = frozenset({"\\mathbb", "\\mathcal", "\\hat", "\\bar", "\\tilde"})
"""Commands that make another letter of one letter."""
_SIGNS = {"\\|": "‖", "-": "\u2212"}
_RELATIONS = frozenset("=<>×≈≠∈≤≥→∼")
"""Signs with room on both sides; TeX pays no heed to the spaces that are written."""
_SPACES = re.compile(" {2,}")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_OUTSIDE = re.compile(r"[$`]|\n\s*\n")
"""What would end a formula in Markdown, through which Streamlit hands it to KaTeX."""


@cache
def known_commands() -> frozenset[str]:
    """The commands and environments of KaTeX that a note may use."""
    text = (files("bot") / "ui" / "katex.txt").read_text("utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )


def can_be_drawn(latex: str) -> bool:
    """Whether KaTeX will draw ``latex``, without an error and without acting on the page.

    >>> can_be_drawn(r"\\frac{a}{b}"), can_be_drawn(r"\\href{x}{y}"), can_be_drawn("{a")
    (True, False, False)
    """
    if not latex.strip() or len(latex) > LONGEST or _OUTSIDE.search(latex):
        return False
    names = {*_COMMAND.findall(latex), *_ENVIRONMENT.findall(latex)}
    if not names <= known_commands() or latex.endswith("\\"):
        return False
    if len(re.findall(r"\\left\b", latex)) != len(re.findall(r"\\right\b", latex)):
        return False
    if re.search(r"[\^_]\s*(?:[\^_}]|$)|(?<!\\)[#%]", latex):
        return False
    if re.search(r"(?<!\\)&", latex) and "\\begin" not in latex:
        return False
    from bot.ui.latex import parses

    opened, closed = (latex.count(brace) - latex.count(f"\\{brace}") for brace in "{}")
    return opened == closed and parses(latex)


def _spelled(latex: str) -> str:
    from bot.ui.latex import spelled

    return spelled(latex)


def powers_of_ten(text: str, latex: bool = False) -> str:
    """``text`` with numbers such as 6.9e-06 written as people write them.

    >>> powers_of_ten("6.9e-06 of 3.22e+10, off by 0.0e+00"), powers_of_ten("(2e-16,1)", True)
    ('6.9×10⁻⁶ of 3.22×10¹⁰, off by 0', '(2\\\\times10^{-16},1)')
    """

    def written(match: re.Match[str]) -> str:
        digits, power = match[1], int(match[2])
        if float(digits) == 0:
            return "0"
        if latex:
            return rf"{digits}\times10^{{{power}}}"
        return f"{digits}×10{str(power).translate(_RAISED)}"

    return _EXPONENT.sub(written, text)


def as_text(latex: str) -> str | None:
    """``latex`` as HTML of characters, <sub> and <sup>; None when it needs more than that.

    >>> as_text(r"3\\times 3"), as_text("x_i^2"), as_text(r"\\frac{a}{b}")
    ('3 × 3', 'x<sub>i</sub><sup>2</sup>', None)
    """
    if len(latex) > LONGEST:
        return None
    tokens = _TOKEN.findall(latex)
    try:
        html = _SPACES.sub(" ", _group(tokens, closing=False)).strip()
    except (ValueError, RecursionError):
        return None
    return html if not tokens else None


def _group(tokens: list[str], closing: bool) -> str:
    """HTML of the tokens up to a closing brace, taken from the front of the list."""
    parts: list[str] = []
    while tokens:
        token = tokens.pop(0)
        if token == "}":
            if not closing:
                raise ValueError(token)
            return "".join(parts)
        atom = _atom(token, tokens)
        if len(atom) > 1 and atom.isalpha() and parts and parts[-1][-1:].isalnum():
            atom = f"\u2009{atom}"  # the name of a function, apart from what it is multiplied by
        parts.append(atom)
    if closing:
        raise ValueError("}")
    return "".join(parts)


def _atom(token: str, tokens: list[str]) -> str:
    if token in "^_":
        tag = "sup" if token == "^" else "sub"
        if not tokens or tokens[0] in "^_}":
            raise ValueError(token)
        return f"<{tag}>{_atom(tokens.pop(0), tokens)}</{tag}>"
    if token == "{":
        return _group(tokens, closing=True)
    if token in _SPANS and tokens[:1] == ["{"]:
        del tokens[0]
        before, name = _SPANS[token]
        return f'{before}<span class="{name}">{_group(tokens, closing=True)}</span>'
    if token in _LETTERS and "".join(tokens[:3:2]) == "{}":
        letter = "".join(tokens[:3])
        del tokens[:3]
        return escape(_spelled(token + letter))
    if token in _SIGNS:
        return _SIGNS[token]
    character: str | None = token
    if token.startswith("\\"):
        character = _symbol(token)
    elif token in "&#%~$`":
        character = None
    if character is None:
        raise ValueError(token)
    return f" {escape(character)} " if character in _RELATIONS else escape(character)


@lru_cache(maxsize=4096)
def _symbol(command: str) -> str | None:
    """The one character a command stands for, None when it is none."""
    if command in ("\\,", "\\;", "\\:", "\\ ", "\\quad"):
        return " "
    if command[1:] not in known_commands() and command[1:] not in "{}%#&_":
        return None
    try:
        text = _spelled(command).strip()
    except (ValueError, LookupError):
        # A command that takes arguments, such as \\sqrt, is no character.
        return None
    return text if len(text) == 1 or text.isalpha() else None
