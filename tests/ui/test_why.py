"""The expander that tells why a passage was found, and why not another one."""

import re
from dataclasses import replace
from html import escape

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

from bot.explanation import Contribution, Explanation, Term
from bot.judging.explanation import feature_name
from bot.passage import Passage
from bot.reasons import part_name
from bot.resources import read_toml
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
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td>", text)[: why_view.ROWS]
    parts = {escape(part_name(part, lang)) for part in read_toml("explanation.toml")["part"]}
    assert len(rows) == why_view.ROWS and {part for part, _ in rows} <= parts
    assert all(bool(re.search("[一-鿿]", terms)) is (lang == "zh") for _, terms in rows if terms)
    score = app.session_state["ask.talk"].turns[0].answer.hits[0].score
    assert f"<td>{score:.2f}</td>" in text


def test_another_passage_is_compared(app: AppTest) -> None:
    opened(app, "what does a student network learn in distillation?", "en")
    hits = app.session_state["ask.talk"].turns[0].answer.hits
    assert len(hits) > 1
    (box,) = app.selectbox
    assert len(set(box.options)) == len(hits) - 1
    assert all(".md" not in option and "line" in option for option in box.options)
    box.select_index(0).run()
    assert not app.exception
    text = shown(app)
    assert "“This” is" in text and "ahead of “That”" in text
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


def test_a_feature_and_its_lead_are_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(why_view, "say", lambda key, **values: f"{key}{values or ''}")
    monkeypatch.setattr(why_view, "language", lambda: "en")
    named = {"topic_most": 1.0, "topic_elsewhere": -0.2, "topic_elsewhere_lead": 0.1}
    terms = tuple(Term(name, points, feature_name(name)) for name, points in named.items())
    passage = Passage("p", "a.md", "h", "text", "en")
    vote = Contribution("judged_topic", 0.9, terms)
    table = why_view.evidence_table(Explanation(passage, 0.9, 1.0, 1.0, (vote,)))
    assert "<td>the likeliest topic of its heading</td><td>0.90</td>" in table


def test_parts_of_one_answer_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(why_view, "source_line", lambda passage, heading=True: passage.heading)
    part = Passage("p", "companion/en/a.md", "What is a?", "x", "en", origin="companion")
    parts = (part, replace(part, trail=("When it fails",)), replace(part, trail=("Trade-offs",)))
    titles = [why_view._titled(Explanation(one, 0.0, 1.0, 1.0, ())) for one in parts]
    assert [title.split(" · ")[0] for title in titles] == [
        "What is a?",
        "When it fails",
        "Trade-offs",
    ]
