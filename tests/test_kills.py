"""A kill at any moment of any step that writes leaves what was there, or what was wanted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# The fewest uses of files that such a step can be made of: with less, nothing was tested.
FEWEST = {"import": 8, "remove": 3, "keep": 6, "backup": 6, "restore": 8, "talk": 5, "begin": 10,
          "export": 2}  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
@pytest.mark.parametrize("thing", FEWEST)
def test_a_kill_before_any_use_of_a_file_loses_nothing(thing: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "kill_at_files.py"), str(tmp_path), thing],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) >= FEWEST[thing]
