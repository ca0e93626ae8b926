"""Fit the model that tells what the title of an answer is likely to name (bot/judging/topics.py).

    python -m tools.fit_topics            print how often it is right, and what speaks for a topic
    python -m tools.fit_topics --write    also store it

Its examples are the development questions, each with the topics of the titles that answer it, none
when nothing does, and the descriptions of the concepts in bot/lexicon/descriptions.tsv. Its topics
are those that the titles of the notes name, and that at least three examples have. Fit it before
``tools.fit_confidence``, which judges each question by a model that saw none of its writer.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

from bot.engine import Bot
from bot.evaluation.questions import (
    FITTED,
    Question,
    load_questions,
    load_sections,
    section_of,
)
from bot.judging.topics import Topics, terms_of, topic_of_concept, topics_of
from bot.resources import read_rows
from bot.search import PassageIndex

ROOT = Path(__file__).parent.parent
QUALITY = ROOT / "tests" / "quality"
FILE = ROOT / "bot" / "lexicon" / "topics.npz"
LEAST_EXAMPLES, LEAST_TERMS = 3, 2
INVERSE_STRENGTH = 40.0
"""Of the pull of the weights towards zero; of 5, 20, 40 and 80 the best, cross-validated."""
STEPS = 8
"""Steps of a stored weight to one of log odds: a byte holds up to 15.9, the greatest is 14.8."""
SEVERAL_WRITERS = ("real_style", "once_held_out")
"""Sets of several writers, who are told by the beginning of the ids."""


@dataclass(frozen=True)
class Example:
    """The terms of a question or description, the topics asked about, and where it comes from.

    batch:  its writer, empty for a description
    """

    terms: Sequence[str]
    topics: frozenset[str]
    batch: str = ""


def batch_of(question: Question) -> str:
    """The questions of one writer: those that may say the same thing in the same words."""
    writer = question.id.partition("-")[0] if question.set in SEVERAL_WRITERS else ""
    return f"{question.set} {writer}"


def read_terms(text: str, index: PassageIndex) -> list[str]:
    """What the model is told of a text, read as a question is."""
    return terms_of(index.analyzer.analyze(index.understand(text).text))


def examples(bot: Bot) -> Iterator[Example]:
    """The development questions, then the descriptions of the topics."""
    sections = load_sections(QUALITY)
    titled: dict[str, set[str]] = {}
    for passage in bot.index.passages:
        named = topics_of(passage.heading, bot.analyzer)
        titled.setdefault(section_of(passage, sections), set()).update(named)
    for question in load_questions(QUALITY, FITTED):
        right = [section for section, grade in question.gold.items() if grade == 2]
        topics = frozenset[str]().union(*(titled.get(section, ()) for section in right))
        terms = read_terms(question.text, bot.index)
        yield Example(terms, topics, batch_of(question))
    everywhere = frozenset[str]().union(*titled.values())
    for row in read_rows("descriptions.tsv"):
        topic = frozenset([topic_of_concept(row["id"])]) & everywhere
        for text in filter(None, f"{row['zh']}|{row['en']}".split("|")):
            yield Example(read_terms(text, bot.index), topic)


def fitted(chosen: Iterable[Example]) -> Topics:
    """The model of the examples."""
    chosen = list(chosen)
    vectors = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=LEAST_TERMS)
    x = vectors.fit_transform([example.terms for example in chosen])
    count = Counter(topic for example in chosen for topic in example.topics)
    names = sorted(topic for topic, number in count.items() if number >= LEAST_EXAMPLES)
    labels = MultiLabelBinarizer(classes=names)
    y = labels.fit_transform([example.topics & set(names) for example in chosen])
    model = LogisticRegression(C=INVERSE_STRENGTH, solver="liblinear")
    fits = OneVsRestClassifier(model, n_jobs=2).fit(x, y).estimators_
    return Topics(
        {name: column for column, name in enumerate(names)},
        {str(term): int(row) for term, row in vectors.vocabulary_.items()},
        vectors.idf_,
        np.concatenate([fit.coef_ for fit in fits]).T.astype(np.float32),
        np.concatenate([fit.intercept_ for fit in fits]),
    )


def store(model: Topics) -> None:
    """Write the model where :func:`bot.judging.topics.fitted_topics` reads it."""
    np.savez_compressed(
        FILE,
        topics=np.array(list(model.topics)),
        terms=np.array(sorted(model.terms, key=model.terms.__getitem__)),
        idf=model.idf.astype(np.float32),
        weights=np.clip(np.round(model.weights * STEPS), -127, 127).astype(np.int8),
        steps=STEPS,
        offsets=model.offsets.astype(np.float32),
    )


def report(every: Sequence[Example]) -> None:
    """How often the likeliest topic is asked about, of the questions of writers left out."""
    for batch in sorted({example.batch for example in every if example.topics} - {""}):
        model = fitted(example for example in every if example.batch != batch)
        names = list(model.topics)
        asked = [example for example in every if example.batch == batch and example.topics]
        right = [names[int(model.likely(e.terms).argmax())] in e.topics for e in asked]
        print(f"{len(asked):5} questions, likeliest topic right {np.mean(right):.3f}  {batch}")


def main() -> None:
    """Report, and store when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    every = list(examples(Bot.open(ROOT / "corpus")))
    model = fitted(every)
    for topic, column in list(model.topics.items())[::10]:
        best = np.argsort(-model.weights[:, column])[:8]
        terms = sorted(model.terms, key=model.terms.__getitem__)
        print(f"{topic}: {', '.join(terms[place] for place in best)}")
    if arguments.write:
        store(model)
    report(every)


if __name__ == "__main__":
    main()
