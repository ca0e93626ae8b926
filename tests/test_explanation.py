"""Explanations add up to the scores that are shown, and tell what really made the difference."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.asked import Asked
from bot.cli import main
from bot.engine import Bot
from bot.errors import InputError
from bot.evaluation.questions import load_questions
from bot.explanation import KIND, LINK, SCALE, Comparison, Explanation, compare, explain
from bot.index.explanation import evidence
from bot.judging.explanation import JUDGED, START
from bot.judging.features import LEAD
from bot.judging.forest import fitted_forest
from bot.passage import Passage
from bot.reasons import in_a_sentence, part_name, terms_in_line
from bot.resources import read_toml
from bot.search import PassageIndex

QUALITY = Path(__file__).parent / "quality"
EXACT = 1e-9
WITHOUT_TERMS = (KIND, LINK, SCALE, START)
QUESTIONS = [question.text for question in load_questions(QUALITY, ["in_scope", "real_style"])][
    ::12
]
ODD = ["", "的", "asdkjh qwpeoi", "what is the", "那它呢", "空洞卷积" * 50]
PROPORTIONAL = {
    "words", "heading", "subheadings", "grams", "characters", "tfidf", "translated",
    "translated_heading", "concepts", "described", "glosses", "aspects",
}  # fmt: skip
"""The parts whose sum of terms is divided by the same number for every passage."""


def added_up(explanation: Explanation) -> float:
    return sum(one.points for one in explanation.contributions)


@pytest.mark.parametrize("question", [*QUESTIONS, *ODD])
def test_parts_and_terms_add_up_to_the_score_that_is_shown(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    explanations = bot.explain(question)
    shown = [hit for hit in answer.hits if hit.score > 0]
    assert [e.passage for e in explanations] == [hit.passage for hit in shown]
    for hit, explanation in zip(shown, explanations, strict=True):
        assert explanation.score == pytest.approx(hit.score, abs=EXACT)
        assert added_up(explanation) == pytest.approx(hit.score, abs=EXACT)
        for one in explanation.contributions:
            if one.part not in WITHOUT_TERMS:
                assert sum(t.points for t in one.terms) == pytest.approx(one.points, abs=EXACT)


@pytest.mark.parametrize("question", QUESTIONS[::2])
def test_the_terms_of_a_part_are_what_the_ranking_added_up(bot: Bot, question: str) -> None:
    index = bot.index
    ranking = index.rank(index.understand(question))
    ratios: dict[str, list[float]] = {}
    for number in ranking.order[:40]:
        found = evidence(ranking.query, index.fields, index.lexicon.translations, int(number))
        assert found.keys() == ranking.parts.keys()
        for part, terms in found.items():
            share = float(ranking.parts[part][number])
            assert (share > 0) <= bool(terms), f"{part} has no terms"
            if share > 0 and part in PROPORTIONAL:
                ratios.setdefault(part, []).append(sum(terms.values()) / share)
    for part, values in ratios.items():
        assert values == pytest.approx([values[0]] * len(values), rel=EXACT), part


def test_only_a_companion_note_that_names_the_heading_gains_by_it(bot: Bot) -> None:
    linked: list[bool] = []
    for question in QUESTIONS:
        own = bot.ask(question, source="notes").hits
        named = bot.library.answering.get(own[0].passage.heading, ()) if own else ()
        gained = [
            (explanation.passage.source in named, one.points > 0)
            for explanation in bot.explain(question)
            for one in explanation.contributions
            if one.part == LINK
        ]
        assert gained in ([], [(True, True)]), question
        linked += [bool(gained)]
    assert set(linked) == {True, False}


def test_a_follow_up_is_explained_as_it_was_read(bot: Bot) -> None:
    history = ["空洞卷积是什么?"]
    shown = bot.ask("那它的缺点呢?", history).hits
    explained = bot.explain("那它的缺点呢?", history)
    assert [e.score for e in explained] == pytest.approx([hit.score for hit in shown], abs=EXACT)
    assert bot.explain("你好") == ()


LIST = "空洞卷积\n批归一化\n知识蒸馏"


@pytest.fixture(scope="module")
def small() -> Bot:
    return Bot.over(
        [
            Passage("a", "a.md", "空洞卷积有什么缺点?", "空洞卷积的缺点是网格效应。", "zh"),
            Passage("b", "a.md", "知识蒸馏", "教师网络教学生网络。", "zh"),
            Passage("c", "a.md", "空洞卷积", LIST, "zh", kind="outline"),
            Passage("d", "a.md", "空洞卷积的缺点", "", "zh", kind="heading"),
        ]
    )


def test_a_list_of_topics_is_told_what_its_kind_costs(small: Bot) -> None:
    outline = next(e for e in small.explain("空洞卷积的缺点") if e.passage.id == "c")
    factor = read_toml("ranking.toml")["factor"]["outline"]
    assert outline.kind_factor == factor
    *others, kind = outline.contributions
    assert kind.part == KIND
    plain = sum(one.points for one in others if not one.part.startswith(JUDGED))
    assert kind.points == pytest.approx((factor - 1) * plain)


def test_a_concept_stands_once_in_a_part_and_by_its_name(bot: Bot) -> None:
    titles = next(
        one for one in bot.explain("空洞卷积有什么问题?")[0].contributions if one.part == "titles"
    )
    assert titles.terms[0].name == "dilated-convolution"
    assert titles.terms[0].label.zh == "空洞卷积"
    names = [term.name for term in titles.terms]
    assert len(names) == len(set(names))
    assert not any(name.endswith("~") for name in names)


@pytest.mark.parametrize("question", QUESTIONS[::6])
def test_differences_add_up_to_the_lead(bot: Bot, question: str) -> None:
    for hit in bot.ask(question).hits[1:]:
        comparison = bot.why_not(question, hit.passage.id)
        lead = comparison.first.score - comparison.other.score
        assert comparison.other.score == pytest.approx(hit.score, abs=EXACT)
        assert sum(d.points for d in comparison.differences) == pytest.approx(lead, abs=EXACT)
        for one in comparison.differences:
            if one.part not in WITHOUT_TERMS:
                assert sum(t.points for t in one.terms) == pytest.approx(one.points, abs=EXACT)


def test_a_passage_is_found_by_id_or_heading(small: Bot) -> None:
    assert small.why_not("空洞卷积的缺点", "b").other.passage.id == "b"
    assert small.why_not("空洞卷积的缺点", "知識蒸餾").other.passage.id == "b"
    assert small.why_not("空洞卷积的缺点", "蒸馏").other.passage.id == "b"
    assert small.why_not("空洞卷积的缺点", "空洞卷积的缺点").other.passage.id == "d"
    assert small.why_not("空洞卷积的缺点", "空洞卷积").other.passage.id == "c"


@pytest.mark.parametrize("wanted", ["", "?!", "没有这个标题", "a"])
def test_what_cannot_be_compared_is_refused(small: Bot, wanted: str) -> None:
    with pytest.raises(InputError):
        small.why_not("空洞卷积的缺点", wanted)


def test_nothing_found_cannot_be_compared(small: Bot) -> None:
    with pytest.raises(InputError):
        small.why_not("", "b")


def test_a_lost_answer_and_a_list_are_named_as_reasons(small: Bot) -> None:
    lost = small.why_not("空洞卷积的缺点", "d")
    assert lost.other.score == 0
    assert part_name(KIND, "zh") in in_a_sentence(lost, "zh")
    assert part_name(KIND, "en") in in_a_sentence(lost, "en")


def test_a_passage_with_fewer_points_is_said_to_be_behind(small: Bot) -> None:
    lost = small.why_not("空洞卷积的缺点", "d")
    said = in_a_sentence(compare(lost.other, lost.first), "en")
    assert f"{lost.first.score:.2f} points behind" in said


def comparisons(bot: Bot) -> Iterator[Comparison]:
    for question in QUESTIONS[::12]:
        for hit in bot.ask(question).hits[1:4]:
            yield bot.why_not(question, hit.passage.id)


def test_the_sentence_names_both_and_the_strongest_reason(bot: Bot) -> None:
    for comparison in comparisons(bot):
        for language in ("zh", "en"):
            said = in_a_sentence(comparison, language)
            assert comparison.first.passage.heading in said
            assert comparison.other.passage.heading in said
            ahead = [d for d in comparison.differences if d.points > 0]
            if comparison.first.score > comparison.other.score + 0.01:
                strongest = max(ahead, key=lambda d: d.points)
                assert part_name(strongest.part, language) in said


def test_rivals_are_said_to_be_ranked_apart(bot: Bot) -> None:
    hits = bot.ask("空洞卷积有什么问题?").hits
    kinds = {hit.passage.origin for hit in hits}
    assert len(kinds) == 2
    other = next(hit for hit in hits if hit.passage.origin != hits[0].passage.origin)
    comparison = bot.why_not("空洞卷积有什么问题?", other.passage.id)
    assert comparison.rivals
    assert comparison.other.scale != 1.0
    rivals = read_toml("explanation.toml")["sentence"]["rivals"]
    assert in_a_sentence(comparison, "en").endswith(rivals["en"])


def test_every_part_has_a_name_and_every_name_is_of_a_part(small: Bot) -> None:
    parts = small.index.rank(small.index.understand("空洞卷积")).parts
    named = read_toml("explanation.toml")["part"]
    judged = read_toml("explanation.toml")["judged"]
    assert set(named) == {*parts, *WITHOUT_TERMS, *judged}
    assert all(name["zh"] and name["en"] for name in named.values())


def test_the_rest_of_the_terms_is_added_up(bot: Bot) -> None:
    words = bot.explain("空洞卷积的网格效应怎么解决")[0].contributions
    grams = next(one for one in words if one.part == "grams")
    line = terms_in_line(grams.terms, "en", most=2)
    left = sum(term.points for term in grams.terms[2:])
    assert line.endswith(f"{len(grams.terms) - 2} more {left:.3f}")


@pytest.mark.parametrize("collection", ["notes", "companion"])
def test_every_feature_of_a_forest_is_told_under_one_part(collection: str) -> None:
    words = read_toml("explanation.toml")
    told = [name for names in words["judged"].values() for name in names]
    bare = {name.removesuffix(LEAD) for name in fitted_forest(collection).features}
    assert sorted(told) == sorted(bare)
    assert bare <= {*words["feature"], *words["part"]}
    assert {*words["judged"], START} <= words["part"].keys()


@pytest.mark.parametrize("question", QUESTIONS[::4])
def test_the_parts_of_a_vote_add_up_to_what_was_voted(bot: Bot, question: str) -> None:
    """To what the forest of the collection voted when it put the passages in order."""
    for source in ("notes", "companion"):
        for reading in bot._readings(question, Asked(question, source=source)):
            for number, voted in reading.ranking.voted.items():
                parts = explain(reading, number).contributions
                points = sum(one.points for one in parts if one.part.startswith(JUDGED))
                assert points == pytest.approx(voted, abs=EXACT)


def test_without_its_vote_a_passage_has_the_score_of_the_index_alone(small: Bot) -> None:
    hits = PassageIndex.build(small.index.passages, small.analyzer).search("空洞卷积的缺点")
    plain = {hit.passage.id: hit.score for hit in hits}
    explained = small.explain("空洞卷积的缺点")
    assert {e.passage.id for e in explained} == plain.keys()
    for explanation in explained:
        points = sum(
            one.points for one in explanation.contributions if not one.part.startswith(JUDGED)
        )
        assert points == pytest.approx(plain[explanation.passage.id], abs=EXACT)


def test_ask_explains_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "空洞卷积有什么问题?", "--json", "--top", "3"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert not any("explanation" in passage for passage in plain["passages"])
    assert main(["ask", "空洞卷积有什么问题?", "--json", "--top", "3", "--explain"]) == 0
    explained = json.loads(capsys.readouterr().out)
    for passage, bare in zip(explained["passages"], plain["passages"], strict=True):
        explanation = passage.pop("explanation")
        assert passage == bare
        assert explanation["score"] == pytest.approx(passage["score"], abs=1e-6)
        points = sum(part["points"] for part in explanation["parts"])
        assert points == pytest.approx(explanation["score"], abs=EXACT)


def test_headings_that_are_only_near_have_no_explanation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["ask", "dorpotu", "--as-written", "--source", "notes", "--json", "--explain"]) == 0
    passages = json.loads(capsys.readouterr().out)["passages"]
    assert passages and all(p["explanation"] is None for p in passages)


def test_the_explanation_is_read_in_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    question = "what is knowledge distillation"
    assert main(["ask", question, "--explain", "--top", "2", "--why-not", "学生网络"]) == 2
    assert "学生网络" in capsys.readouterr().err
    assert main(["ask", question, "--explain", "--top", "2", "--why-not", "dilated"]) == 0
    out = capsys.readouterr().out
    assert part_name("titles", "en") in out
    assert "points ahead of" in out
    assert out.rstrip().endswith("sum")


def test_a_comparison_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["ask", "空洞卷积有什么问题?", "--json", "--why-not", "可变形卷积"]
    assert main(command) == 0
    compared = json.loads(capsys.readouterr().out)["why_not"]
    lead = compared["first"]["score"] - compared["other"]["score"]
    assert sum(part["difference"] for part in compared["parts"]) == pytest.approx(lead, abs=EXACT)
    assert compared["first"]["heading"] in compared["sentence"]


def test_a_batch_is_explained_line_by_line_but_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": 1, "text": "空洞卷积"}\n{"id": 2, "text": "你好"}\n', "utf-8")
    assert main(["ask", "--batch", str(batch), "--explain"]) == 0
    found, greeting = map(json.loads, capsys.readouterr().out.splitlines())
    assert all(p["explanation"]["parts"] for p in found["passages"])
    assert greeting["passages"] == []
    assert main(["ask", "--batch", str(batch), "--why-not", "x"]) == 2
    assert "--why-not" in capsys.readouterr().err
