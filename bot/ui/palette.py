"""Colours by role in both themes; each has a contrast of at least 3:1 to its background."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme as CSS values."""

    ink: str
    soft: str
    line: str
    ground: str
    roles: dict[str, str]
    ramp: tuple[str, str]
    diverging: tuple[str, str, str]
    gray: tuple[str, str]

    def of(self, role: str) -> str:
        """The colour of a role; an unknown role reads as ``"main"``."""
        return self.roles.get(role, self.roles["main"])


LIGHT = Palette(
    ink="#22272b",
    soft="#5a6169",
    line="#e4e0d8",
    ground="#fdfcfa",
    roles={
        "main": "#0f6b63",
        "second": "#c2571a",
        "third": "#5b57b8",
        "fourth": "#8a6d00",
        "good": "#5d8a00",
        "bad": "#b83a2e",
        "muted": "#8b9096",
    },
    ramp=("#f4f1ea", "#0f6b63"),
    diverging=("#b0562a", "#f7f4ee", "#17706a"),
    gray=("#000000", "#ffffff"),
)
DARK = Palette(
    ink="#e6e8e9",
    soft="#a9b1b8",
    line="#343b41",
    ground="#16191c",
    roles={
        "main": "#5cc2b4",
        "second": "#f0995c",
        "third": "#a9a5f0",
        "fourth": "#d9be55",
        "good": "#a5d65e",
        "bad": "#f0857a",
        "muted": "#7f878e",
    },
    ramp=("#20262a", "#5cc2b4"),
    diverging=("#e08a58", "#262c30", "#58bdb0"),
    gray=("#000000", "#ffffff"),
)


def palette(dark: bool) -> Palette:
    """The colours of the dark or the light theme."""
    return DARK if dark else LIGHT
