"""In which language the terminal is spoken to: that of the machine, or both where it names none.

Sentences, helps and complaints are data: ``cli.toml`` and ``command_line.toml`` in ``bot/lexicon``.
"""

import os
from collections.abc import Mapping

from bot.resources import read_toml
from bot.text import Text

_UNSET = ("C", "POSIX")


def languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Chinese or English by the locale of the machine; both where nobody has set one.

    >>> [languages({"LANG": name}) for name in ("zh_TW.UTF-8", "fr_FR", "C.UTF-8", "")]
    [('zh',), ('en',), ('zh', 'en'), ('zh', 'en')]
    """
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, names), "C").partition(".")[0]
    if name in _UNSET:
        return ("zh", "en")
    return ("zh",) if name.startswith("zh") else ("en",)


def spoken(environment: Mapping[str, str]) -> str:
    """The one language of what is asked and written, for who chooses none.

    >>> [spoken({"LANG": name}) for name in ("en_GB.UTF-8", "fr_FR", "zh_TW.UTF-8", "C.UTF-8", "")]
    ['en', 'en', 'zh', 'zh', 'zh']
    """
    return languages(environment)[0]


def told(text: Text) -> str:
    """A sentence as this machine is spoken to."""
    return " / ".join(dict.fromkeys(text.to(language) for language in languages(os.environ)))


def sentence(name: str, **values: object) -> str:
    """A sentence of the command line with values put into its places."""
    said = read_toml("cli.toml")[name]
    return told(Text(said["zh"], said["en"]).format(**values))
