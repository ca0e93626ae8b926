"""The expander that tells why a passage was found, and why not another one."""

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

from bot.explanation import Contribution, Explanation, Term
from bot.passage import Passage
from bot.reasons import part_name
from bot.text import Text
from bot.ui import why_view


def opened(app: AppTest, question: str, lang: str) -> AppTest:
    """The app with one answer whose explanation is open."""
    app.query_params["lang"] = lang
    app.run()
    app.chat_input[0].set_value(question).run()
    place = app.session_state["ask.talk"].place
    app.session_state[f"ask.{place}.0.why"] = True
    app.run()
    assert not app.exception
    return app


def test_nothing_is_explained_before_it_is_asked_for(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    app.run()
    app.chat_input[0].set_value("what is knowledge distillation?").run()
    assert "Why this passage?" in [expander.label for expander in app.expander]
    assert "<th" not in shown(app)


@pytest.mark.parametrize(
    ("lang", "question"), [("en", "what is knowledge distillation?"), ("zh", "什么是IoU?")]
)
def test_the_evidence_is_named_in_the_language_of_the_interface(
    app: AppTest, lang: str, question: str
) -> None:
    text = shown(opened(app, question, lang))
    assert f"<td>{part_name('titles', lang)}</td>" in text
    concept = {"en": "knowledge distillation", "zh": "交并比"}[lang]
    assert f"<td>{concept}</td>" in text
    score = app.session_state["ask.talk"].turns[0].answer.hits[0].score
    assert f"<td>{score:.2f}</td>" in text


def test_another_passage_is_compared(app: AppTest) -> None:
    opened(app, "what does a student network learn in distillation?", "en")
    hits = app.session_state["ask.talk"].turns[0].answer.hits
    assert len(hits) > 1
    (box,) = app.selectbox
    assert box.options == [f"{h.passage.heading} · {h.passage.source}" for h in hits[1:]]
    box.select_index(0).run()
    assert not app.exception
    text = shown(app)
    assert f"“{hits[0].passage.heading}” is" in text
    assert f"<td>{hits[1].score:.2f}</td>" in text


def made_of(*parts: tuple[str, float], heading: str = "<b>") -> Explanation:
    contributions = tuple(
        Contribution(part, points, (Term("<i>", points, Text("<i>", "<i>")),))
        for part, points in parts
    )
    score = sum(points for _, points in parts)
    passage = Passage("p", "a.md", heading, "text", "en")
    return Explanation(passage, score, 1.0, 1.0, contributions)


def test_the_rest_is_one_row_and_everything_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(why_view, "say", lambda key, **values: f"{key}{values or ''}")
    monkeypatch.setattr(why_view, "language", lambda: "en")
    names = ["titles", "concepts", "words", "grams", "tfidf", "glosses", "aspects", "heading"]
    parts = [(name, 8.0 - place) for place, name in enumerate(names)]
    table = why_view.evidence_table(made_of(*parts))
    assert table.count("<tr>") == 1 + why_view.ROWS + 2
    assert "<td>3.00</td>" in table and "<td>36.00</td>" in table
    assert "<i>" not in table and "&lt;i&gt;" in table
    fewer = why_view.evidence_table(made_of(*parts[:2]))
    assert fewer.count("<tr>") == 1 + 2 + 1


def test_a_comparison_shows_both_sides_and_what_is_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(why_view, "say", lambda key, **values: f"{key}{values or ''}")
    monkeypatch.setattr(why_view, "language", lambda: "zh")
    first, other = made_of(("titles", 2.0), ("words", 0.5)), made_of(("words", 1.5))
    table = why_view.comparison_table(why_view.compare(first, other))
    assert "<td>2.00</td><td>0.00</td><td>2.00</td>" in table
    assert "<td>0.50</td><td>1.50</td><td>−1.00</td>" in table
    assert "<td>2.50</td><td>1.50</td><td>1.00</td>" in table
