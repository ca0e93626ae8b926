"""Heads of companion notes as YAML: read by the parser in C, and safe from it."""

from pathlib import Path

import pytest
import yaml

from bot.companion import read_head, read_heads
from bot.errors import NoteError


def test_both_parsers_read_every_head_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_heads(Path("corpus"))
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert read_heads(Path("corpus")) == found


@pytest.mark.parametrize("head", ["[" * 100_000, "- " * 100_000, "? " * 100_000, "{a: " * 100_000])
def test_endless_nesting_is_refused(head: str, tmp_path: Path) -> None:
    # The parser in C would end the process.
    note = tmp_path / "deep.md"
    note.write_text(f"---\n{head}\n---\nText.", "utf-8")
    with pytest.raises(NoteError):
        read_head(note, tmp_path)
