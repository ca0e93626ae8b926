"""What is done for the stored progress before an interview begins.

History whose note was renamed or re-worded moves to the question that now stands for it, and the
day's backup is written; both once a day are enough, and both do nothing when nothing is to be done.
"""

from collections.abc import Collection, Sequence
from datetime import date

from bot.interview.backup import back_up
from bot.interview.questions import Question
from bot.interview.relink import Relinked, relink
from bot.interview.store import Store
from bot.passage import Passage


def prepare(
    store: Store, passages: Collection[Passage], bank: Sequence[Question], today: date
) -> Relinked:
    """Back up the store, then link vanished questions to those of ``bank``; what was linked.

    A question whose passage still exists has not vanished, though the bank asks another one or
    another language. Raises StoreError when the folder cannot be written.
    """
    back_up(store, today)
    return relink(store, bank, {passage.id for passage in passages})
