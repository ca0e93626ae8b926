"""The errors a user can cause, and nothing else.

    MiandaError                 what every caller may catch
    ├── InputError              a question, parameter or option that cannot be used
    │   └── DemoInputError      a demo parameter that is unknown, out of range or impossible
    ├── NoteError               a note file or folder that cannot be read
    └── StoreError              the saved progress or index cannot be read or written

A message is one plain sentence in Chinese and in English: what was expected, what came, what to
do next. The language is chosen where the message is shown, not where it is raised.
"""

from bot.text import Text


class MiandaError(Exception):
    """A failure with a sentence for the user in both languages.

    >>> str(MiandaError(Text("没有这个文件", "there is no such file")))
    'there is no such file'
    """

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class InputError(MiandaError):
    """A question, parameter or option that cannot be used."""


class DemoInputError(InputError):
    """A demo parameter that is unknown, out of range or impossible in combination."""


class NoteError(MiandaError):
    """A note file or folder that cannot be read."""


class StoreError(MiandaError):
    """Saved progress or a saved index that cannot be read or written."""
