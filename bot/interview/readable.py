"""Whether the records of a progress file can be read, each of them.

SQLite finds damage to its own structure and none within a text: a date that is none any more comes
to light when the record is read.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import StoreError
from bot.interview.records import cards, history, questions
from bot.interview.saved_sessions import sessions
from bot.interview.shelf import conversations, gaps
from bot.interview.store import FILE, Store, as_store_errors


def can_be_read(path: Path) -> bool:
    """Whether every record of a sound progress file is one; a copy of the file is looked at."""
    with TemporaryDirectory() as folder, as_store_errors(path):
        shutil.copyfile(path, Path(folder) / FILE)
        store = Store(Path(folder))
        try:
            for read in (cards, questions, history, sessions, conversations, gaps):
                read(store)
        except StoreError:
            return False
    return True
