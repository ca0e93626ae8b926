"""A stored folder: whole or refused, whatever happens to its bytes and to the process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

import bot.index.storage as module
from bot.index.storage import read_folder, write_folder

ARRAYS = {
    "numbers": np.arange(100, dtype=np.int64),
    "scores": np.linspace(0, 1, 50).reshape(10, 5),
    "letters": np.frombuffer("空洞卷积".encode(), np.uint8),
    "nothing": np.empty((0, 3), np.int32),
}
WRITER = """
import sys, numpy as np
from pathlib import Path
from bot.index.storage import write_folder
while True:
    write_folder(Path(sys.argv[1]), {"a": np.full(200_000, int(sys.argv[2]))})
    print("written", flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "index", ARRAYS)
    return tmp_path / "index"


def same(found: dict[str, np.ndarray]) -> bool:
    return found.keys() == ARRAYS.keys() and all(
        np.array_equal(found[name], array) and found[name].dtype == array.dtype
        for name, array in ARRAYS.items()
    )


def test_what_was_stored_comes_back(folder: Path) -> None:
    stored = read_folder(folder)
    assert not stored.damaged
    assert same(dict(stored.arrays))


def test_the_same_arrays_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_folder(tmp_path / "again", ARRAYS)
    for path in folder.glob("[!.]*"):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_every_flipped_bit_is_found_or_harmless(folder: Path) -> None:
    for path in sorted(folder.glob("[!.]*")):
        sound = path.read_bytes()
        for place in range(0, len(sound), 7):
            broken = bytearray(sound)
            broken[place] ^= 1 << place % 8
            path.write_bytes(broken)
            stored = read_folder(folder)
            assert stored.damaged or same(dict(stored.arrays)), f"{path.name}, byte {place}"
        path.write_bytes(sound)


@pytest.mark.parametrize("damage", [lambda p: p.unlink(), lambda p: p.write_bytes(b"")])
@pytest.mark.parametrize("name", ["arrays-*.bin", "contents.json"])
def test_a_lost_file_is_found(folder: Path, name: str, damage: Callable[[Path], object]) -> None:
    damage(next(folder.glob(name)))
    assert read_folder(folder).damaged


def test_every_cut_is_found(folder: Path) -> None:
    path = next(folder.glob("arrays-*.bin"))
    sound = path.read_bytes()
    end = max(place for place, byte in enumerate(sound) if byte)
    for length in range(0, end, 13):
        path.write_bytes(sound[:length])
        assert read_folder(folder).damaged, length


def test_a_sound_file_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ALONE", -1)
    assert not read_folder(folder).damaged
    monkeypatch.setattr(module, "crc32", lambda d: crc32(d) if isinstance(d, bytes) else -1)
    assert same(dict(read_folder(folder).arrays))
    assert read_folder(folder, thorough=True).damaged


def test_a_change_after_the_check_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ALONE", -1)
    path = next(folder.glob("arrays-*.bin"))
    for back in (False, True):
        assert not read_folder(folder).damaged
        sound, status = path.read_bytes(), path.stat()
        path.write_bytes(sound.replace("卷".encode(), "券".encode()))
        if back:  # Whoever sets the time back cannot set back when that was done.
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert read_folder(folder).damaged
        path.write_bytes(sound)


def test_a_note_made_right_after_a_change_proves_nothing(folder: Path) -> None:
    assert not read_folder(folder).damaged
    path = next(folder.glob("arrays-*.bin"))
    status = path.stat()
    noted = (folder / ".checked").read_text()
    path.write_bytes(path.read_bytes().replace("卷".encode(), "券".encode()))
    changed = path.stat()
    # The change fell into the same tick of the clock as the note.
    ticks = (status.st_mtime_ns, changed.st_mtime_ns), (status.st_ctime_ns, changed.st_ctime_ns)
    for before, after in ticks:
        noted = noted.replace(str(before), str(after))
    (folder / ".checked").write_text(noted)
    assert read_folder(folder).damaged


def test_a_killed_writer_leaves_a_whole_folder(tmp_path: Path) -> None:
    write_folder(tmp_path / "index", {"a": np.full(200_000, 7)})
    for wait in (0.0, 0.003, 0.011, 0.023):
        command = [sys.executable, "-c", WRITER, str(tmp_path / "index"), "8"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(wait)
            os.kill(process.pid, signal.SIGKILL)
        stored = read_folder(tmp_path / "index")
        assert not stored.damaged
        assert len(set(stored.arrays["a"].tolist())) == 1


def test_two_writers_at_once_leave_one_whole_folder(tmp_path: Path) -> None:
    program = WRITER.replace("while True", "for _ in range(20)")
    command = [sys.executable, "-c", program, str(tmp_path / "index")]
    processes = [
        subprocess.Popen([*command, value], stdout=subprocess.DEVNULL) for value in ("1", "2")
    ]
    assert [process.wait(60) for process in processes] == [0, 0]
    stored = read_folder(tmp_path / "index")
    assert not stored.damaged
    assert len(set(stored.arrays["a"].tolist())) == 1
    assert not list((tmp_path / "index").glob(".writing-*"))
