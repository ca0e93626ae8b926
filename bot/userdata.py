"""Where the user's progress lives: outside the program and outside the notes."""

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from bot.folders import chosen_home


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for progress and backups: ``MIANDA_HOME``, else the system's place for user data.

    >>> data_folder({"MIANDA_HOME": "/tmp/study"}).as_posix()
    '/tmp/study'
    """
    system = platformdirs.user_data_dir("mianda", appauthor=False)
    return chosen_home(environment) or Path(system)


def imported_notes() -> Path:
    """The folder of the notes that the user has added; it may not exist yet."""
    return data_folder() / "notes"
