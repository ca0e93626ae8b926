"""What tells the likely topics of a question: by hand, beside scikit-learn, and as stored."""

import math
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import bot.judging.topics
from bot.analysis.analyzer import Analyzer
from bot.judging.topics import Topics, fitted_topics, terms_of, topic_features, topics_of
from bot.resources import read_rows
from tools import fit_topics
from tools.fit_topics import INVERSE_STRENGTH, Example, batch_of, fitted

DILATED, NORM, DRAWBACK = (
    "concept dilated-convolution",
    "concept batch-normalization",
    "aspect drawback",
)
MODEL = Topics(
    {DILATED: 0, NORM: 1, DRAWBACK: 2},
    {"gap": 0, "wide": 1},
    np.array([1.0, 2.0]),
    np.array([[1.0, -1.0, 0.0], [2.0, 0.0, 3.0]], np.float32),
    np.array([0.0, 0.5, -1.0]),
)


def logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer.open()


def test_one_known_term_counts_whole() -> None:
    expected = [logistic(1), logistic(-0.5), logistic(-1)]
    assert MODEL.likely(["gap", "nobody-knows"]) == pytest.approx(expected)


def test_terms_count_by_rarity_and_less_the_oftener_they_are_said() -> None:
    often, rare = 1 + math.log(2), 2.0
    length = math.hypot(often, rare)
    odds = [(often + 2 * rare) / length, 0.5 - often / length, 3 * rare / length - 1]
    assert MODEL.likely(["gap", "wide", "gap"]) == pytest.approx([*map(logistic, odds)])


def test_a_question_without_a_known_term_has_the_odds_of_any() -> None:
    assert MODEL.likely([]) == pytest.approx([0.5, logistic(0.5), logistic(-1)])


def test_a_question_is_told_by_its_words_and_the_concepts_that_it_names(analyzer: Analyzer) -> None:
    terms = terms_of(analyzer.analyze("Why atrous conv?"))
    assert "concept dilated-convolution" in terms
    assert {"why", "atrous"} <= set(terms)


@pytest.mark.parametrize(
    ("heading", "topics"),
    [
        ("空洞卷积的缺点", [DILATED, DRAWBACK]),
        ("Batch Normalization", [NORM]),
        ("其他", []),
    ],
)
def test_the_topics_of_a_heading_are_its_concepts_and_aspects(
    heading: str, topics: list[str], analyzer: Analyzer
) -> None:
    assert topics_of(heading, analyzer) == topics


def test_a_heading_is_judged_by_its_own_topics_and_by_the_likeliest_other(
    analyzer: Analyzer,
) -> None:
    headings = ["空洞卷积的缺点", "Batch Normalization", "池化"]
    question = analyzer.analyze("gap")
    found = topic_features(question, headings, analyzer, MODEL)
    dilated, norm, drawback = MODEL.likely(terms_of(question))
    expected = {
        "topic_most": [dilated, norm, 0],
        "topic_least": [drawback, norm, 0],
        "topic_mean": [(dilated + drawback) / 2, norm, 0],
        "topic_elsewhere": [norm, dilated, dilated],
        "topic_known": [1, 1, 0],
    }
    assert {name: row.tolist() for name, row in found.items()} == {
        name: pytest.approx(row) for name, row in expected.items()
    }


def test_nothing_is_likely_elsewhere_when_a_heading_names_every_topic(analyzer: Analyzer) -> None:
    heading = "空洞卷积与批归一化的缺点"
    found = topic_features(analyzer.analyze("gap"), [heading], analyzer, MODEL)
    assert found["topic_elsewhere"].tolist() == [0.0]


def test_no_candidates_have_no_features(analyzer: Analyzer) -> None:
    found = topic_features(analyzer.analyze("gap"), [], analyzer, MODEL)
    assert {row.shape for row in found.values()} == {(0,)}


EXAMPLES = [
    Example(terms, frozenset(topics))
    for terms, topics in (
        (["gap", "wide", "gap"], ["a"]),
        (["gap", "see"], ["a"]),
        (["wide", "see"], ["a", "b"]),
        (["norm", "batch"], ["b"]),
        (["norm", "see"], ["b"]),
        (["batch", "wide"], ["c"]),
        (["see", "once"], []),
    )
]


def test_the_fitted_model_says_what_the_regressions_say() -> None:
    model = fitted(EXAMPLES)
    assert list(model.topics) == ["a", "b"], "a topic of one example is not learnt"
    assert "once" not in model.terms, "nor a term of one question"
    texts = [" ".join(example.terms) for example in EXAMPLES]
    vectors = TfidfVectorizer(sublinear_tf=True, min_df=2)
    x = vectors.fit_transform(texts)
    for topic, column in model.topics.items():
        y = [topic in example.topics for example in EXAMPLES]
        regression = LogisticRegression(C=INVERSE_STRENGTH, solver="liblinear").fit(x, y)
        expected = regression.predict_proba(vectors.transform(["gap gap see wide"]))[0, 1]
        told = model.likely(["gap", "gap", "see", "wide"])[column]
        assert told == pytest.approx(expected, rel=1e-5)


def test_a_stored_model_says_nearly_what_the_fitted_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = fitted(EXAMPLES)
    monkeypatch.setattr(fit_topics, "FILE", tmp_path / "topics.npz")
    fit_topics.store(model)
    monkeypatch.setattr(bot.judging.topics, "data_file", lambda name: tmp_path / name)
    stored = fitted_topics.__wrapped__()
    assert (stored.topics, stored.terms) == (model.topics, model.terms)
    terms = ["gap", "see"]
    assert stored.likely(terms) == pytest.approx(model.likely(terms), abs=0.03)


def test_a_stored_model_that_holds_objects_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    np.savez(tmp_path / "topics.npz", topics=np.array([Path("a")], object))
    monkeypatch.setattr(bot.judging.topics, "data_file", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match="allow_pickle"):
        fitted_topics.__wrapped__()


def test_the_shipped_model_knows_topics_of_the_glossary_and_is_sure_of_some() -> None:
    model, analyzer = fitted_topics(), Analyzer.open()
    concepts = {t.partition(" ")[2] for t in model.topics if t.startswith("concept ")}
    aspects = {t.partition(" ")[2] for t in model.topics if t.startswith("aspect ")}
    assert concepts <= analyzer.glossary.keys()
    assert aspects <= {row["id"] for row in read_rows("aspects.tsv")}
    assert np.isfinite(model.weights).all()
    said = model.likely(terms_of(analyzer.analyze("how do I make boxes that overlap go away")))
    likeliest = sorted(model.topics, key=lambda topic: -said[model.topics[topic]])
    assert (
        next(topic for topic in likeliest if topic.startswith("concept "))
        == "concept non-maximum-suppression"
    )


def test_questions_of_one_writer_are_one_batch() -> None:
    from bot.evaluation.questions import Question

    def question(set_: str, name: str) -> Question:
        return Question(name, "?", "en", "x", "t", {}, (), set_)

    assert batch_of(question("in_scope", "nms-1")) == batch_of(question("in_scope", "conv-2"))
    assert batch_of(question("real_style", "d3-1")) != batch_of(question("real_style", "d4-1"))
