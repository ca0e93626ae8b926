"""Where the user's progress lives: outside the program and outside the notes."""

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

VARIABLE = "MIANDA_HOME"


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for progress and backups: ``MIANDA_HOME``, else the system's place for user data.

    >>> data_folder({"MIANDA_HOME": "/tmp/study"}).as_posix()
    '/tmp/study'
    """
    chosen = environment.get(VARIABLE, "").strip()
    if chosen:
        return Path(chosen).expanduser()
    return Path(platformdirs.user_data_dir("mianda", appauthor=False))
