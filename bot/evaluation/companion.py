"""How well the companion notes are found: a second corpus with questions of its own.

The head of a companion note lists what an interviewer asks next and which note answers it. These
questions were written with the notes, by other hands than the ranking, and nothing is fitted to
them. Every language is asked by itself, over the notes of that language; a note counts where its
first passage stands. Only one note is named for a question, though others may answer it as well:
the figures are lower bounds, good for comparing, not for boasting.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.companion import LANGUAGES, Companion, read_heads
from bot.engine import Bot
from bot.evaluation.ablation import Worth, ablate
from bot.evaluation.questions import Question, Sections, squeeze
from bot.passage import Passage

FOLLOW_UP = "follow-up"
ANSWERS = 2
"""The grade of a section that answers a question."""
_DEPTH = 100
"""Passages to look at for ten notes, which have up to a dozen passages each."""


def companion_worths(bot: Bot, folder: Path) -> dict[str, list[Worth]]:
    """Per language how well notes are found, by the whole ranking and without each part."""
    notes, _ = read_heads(folder)
    return {
        language: ablate(index, questions, note_sections(index.passages), depth=_DEPTH)
        for language in LANGUAGES
        if (index := bot.companions.get(language))
        and (questions := follow_up_questions(notes, language))
    }


def follow_up_questions(notes: Iterable[Companion], language: str) -> list[Question]:
    """The follow-up questions in one language, each once, with all notes named for it."""
    gold: dict[str, dict[str, int]] = {}
    for note in notes:
        for text, answering in note.follow_ups if note.language == language else ():
            gold.setdefault(text, {})[answering] = ANSWERS
    return [
        Question(f"{language}-{number}", text, language, FOLLOW_UP, "", answers)
        for number, (text, answers) in enumerate(gold.items())
    ]


def answering_sources(
    question: Question, sections: Sections, notes: Iterable[Companion]
) -> frozenset[str]:
    """The sources of the notes that answer one of the headings which answer the question."""
    gold = {section for section, grade in question.gold.items() if grade == ANSWERS}
    heads = {heading for (_, heading), section in sections.items() if section in gold}
    return frozenset(n.source for n in notes if heads & {squeeze(title) for title in n.answers})


def note_sections(passages: Sequence[Passage]) -> Sections:
    """Every heading of a note belongs to one section, named by the note's id."""
    return {
        (Path(passage.source).name, squeeze(passage.heading)): Path(passage.source).stem
        for passage in passages
    }
