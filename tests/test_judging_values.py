"""The judging of candidates by its values: units, features and confidence on hand-made rankings.

What is expected is computed here by hand. How strong a fitted number is stands in the data files
and is read from there.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import bot.judging.confidence
import bot.judging.features
from bot.analysis.analyzer import Analyzer
from bot.analysis.query import FRAME_WEIGHT, Query
from bot.index.descriptions import build_descriptions
from bot.index.parts import Parts
from bot.judging.confidence import calibrated, judged
from bot.judging.features import LEAD, candidates_of, features
from bot.judging.forest import Forest, fitted_forest
from bot.judging.units import Unit, lacks_subject, units
from bot.passage import Passage
from bot.resources import read_toml
from bot.search import PassageIndex, Ranking

PASSAGES = (
    Passage("0", "a.md", "空洞卷积", "空洞卷积扩大感受野,空洞卷积不增加参数量。", "zh"),
    Passage("1", "a.md", "空洞卷积", "它的缺点是网格效应。", "zh"),
    Passage("2", "b.md", "空洞卷积", "Dropout sets random units to zero; no search is done.", "en"),
    Passage("3", "b.md", "批归一化的优点", "批归一化加快收敛。", "zh", kind="outline"),
    Passage("4", "b.md", "感受野怎么计算?", "", "zh", kind="heading"),
)
ALL = np.arange(len(PASSAGES))
SHARED = math.log(1 + 2.5 / 3.5) / math.log(1 + 4.5 / 1.5)
"""The rarity of what three of five headings name, as a share of that of what one does."""
ASKED = Query("空洞卷积", "zh", {"空洞卷积": 1.0}, {}, {}, frozenset())


@pytest.fixture(scope="module")
def index() -> PassageIndex:
    analyzer = Analyzer.open()
    described = [{"id": "dilated-convolution", "zh": "带空隙的窗口", "en": ""}]
    return PassageIndex.build(PASSAGES, analyzer, build_descriptions(described, analyzer))


def ranked(
    scores: Mapping[int, float], query: Query = ASKED, **parts: Mapping[int, float]
) -> Ranking:
    """A ranking of the passages with the scores and parts given by passage number."""

    def row(values: Mapping[int, float]) -> Any:
        return np.array([values.get(number, 0.0) for number in ALL])

    named = {"titles": {}, "heading": {}, **parts}
    order = np.argsort(-row(scores), kind="stable")
    parts = Parts.of_all({n: row(values) for n, values in named.items()})
    return Ranking(query, parts, row(scores), order)


def unit(kind: str = "word", weight: float = 0.5, known: bool = True, **met: list[float]) -> Unit:
    """A unit over two candidates that meet nothing of it, but for what is given."""
    values = {"covered": [0.0, 0.0], "titled": [0.0, 0.0], "frequency": [0.0, 0.0], **met}
    held = {n: np.array(v) for n, v in values.items()}
    return Unit("x", kind, weight, known, **held, terms=())


def of_units(index: PassageIndex, *found: Unit) -> dict[str, list[float]]:
    """The features of two candidates, the passages 0 and 3, that meet those units."""
    table = features(ranked({0: 2.0, 3: 1.0}), found, index)
    return {name: np.round(row, 12).tolist() for name, row in table.items()}


def test_the_candidates_are_the_best_with_a_score(index: PassageIndex) -> None:
    assert candidates_of(ranked({1: 0.5, 3: 2.0})).tolist() == [3, 1]
    assert candidates_of(ranked({})).tolist() == []
    many = np.arange(11)
    ranking = Ranking(ASKED, {}, 1.0 + many, many[::-1])
    assert candidates_of(ranking).tolist() == [10, 9, 8, 7, 6, 5, 4, 3]


def test_scores_and_parts_are_those_of_the_ranking(index: PassageIndex) -> None:
    ranking = ranked({0: 4.0, 3: 1.0}, titles={0: 0.25, 3: 0.5}, words={0: 3.0, 1: 9.0})
    table = features(ranking, [], index)
    assert table["score"].tolist() == [4.0, 1.0]
    assert table["share"].tolist() == [1.0, 0.25]
    assert table["titles"].tolist() == [0.25, 0.5]
    assert table["words"].tolist() == [3.0, 0.0]
    assert table["score" + LEAD].tolist() == [3.0, -3.0]
    assert table["titles" + LEAD].tolist() == [-0.25, 0.25]


def test_small_scores_and_parts_count_as_great_ones(index: PassageIndex) -> None:
    table = features(ranked({0: 0.04, 3: 0.01}, titles={0: 0.05, 3: 0.01}), [], index)
    assert table["share"].tolist() == [1.0, 0.25]
    assert table["votes"].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("collection", ["notes", "companion"])
def test_every_feature_that_a_forest_asks_for_is_there(
    index: PassageIndex, collection: str
) -> None:
    ranking = index.rank(index.understand("空洞卷积的缺点"))
    found = units(ranking.query, candidates_of(ranking), index)
    assert set(fitted_forest(collection).features) <= features(ranking, found, index).keys()


def test_a_lead_is_over_the_best_of_the_other_sections(index: PassageIndex) -> None:
    """0 and 1 are parts of one section; 2 has their heading in another file."""
    table = features(ranked({0: 4.0, 1: 3.0, 2: 2.0, 3: 1.0}), [], index)
    assert table["score" + LEAD].tolist() == [2.0, 1.0, -2.0, -3.0]


def test_parts_of_one_section_alone_lead_over_nothing(index: PassageIndex) -> None:
    table = features(ranked({0: 4.0, 1: 3.0}), [], index)
    assert table["score" + LEAD].tolist() == [4.0, 3.0]


def test_met_units_are_weighed_by_their_rarity(index: PassageIndex) -> None:
    rare = unit("concept", 0.75, covered=[1.0, 0.5], titled=[1.0, 0.0], frequency=[3.0, 9.0])
    common = unit("word", 0.25, covered=[0.0, 0.7], titled=[0.0, 1.0], frequency=[0.0, 6.0])
    table = of_units(index, common, rare)
    assert table["coverage"] == [0.75, 0.55]
    assert table["titled"] == [0.75, 0.25]
    assert table["often"] == [0.375, 1.0]
    assert table["specific"] == [1.0, 0.5]
    assert table["specific_titled"] == [1.0, 0.0]
    assert table["specific_often"] == [0.5, 1.0]
    assert table["least_named"] == [1.0, 1.0]
    assert table["untitled"] == [0.0, 0.75]
    assert table["met"] == [0.2, 0.4]
    assert table["met_concept"] == [0.75, 0.375]
    assert table["unmet_concept"] == [0.0, 0.375]
    assert table["met_word"] == [0.0, 0.175]
    assert table["unmet_word"] == [0.25, 0.075]


def test_without_units_nothing_is_met_and_nothing_is_missing(index: PassageIndex) -> None:
    table = of_units(index)
    for name in ("coverage", "titled", "specific", "untitled", "met", "met_word", "unmet_word"):
        assert table[name] == [0.0, 0.0], name
    assert table["least_named"] == [1.0, 1.0]


def test_the_least_named_thing_is_one_of_the_concepts(index: PassageIndex) -> None:
    """A title names a thing once and for all; a word is no thing."""
    twice = unit("concept", covered=[1.0, 1.0], frequency=[2.0, 3.0])
    foreign = unit("foreign", covered=[1.0, 1.0], titled=[0.0, 1.0], frequency=[3.0, 0.0])
    word = unit("word")
    assert of_units(index, twice, foreign, word)["least_named"] == [0.333333333333, 0.5]
    assert of_units(index, twice, foreign, word)["untitled"] == [0.5, 0.5]
    assert of_units(index, word)["untitled"] == [0.0, 0.0]
    assert of_units(index, foreign, word)["least_named"] == [0.5, 1.0]
    assert of_units(index, foreign, word)["untitled"] == [0.5, 0.0]


@pytest.mark.parametrize(("weight", "met"), [(0.1, 0.0), (0.11, 0.2)])
def test_a_unit_that_weighs_next_to_nothing_is_not_counted(
    index: PassageIndex, weight: float, met: float
) -> None:
    table = of_units(index, unit(weight=weight, covered=[0.5, 0.0]))
    assert table["met"] == [met, 0.0]


def test_the_mean_over_units_of_little_weight_is_a_mean_all_the_same(index: PassageIndex) -> None:
    table = of_units(index, unit(weight=0.05, covered=[1.0, 0.5], titled=[0.0, 1.0]))
    assert (table["coverage"], table["titled"]) == ([1.0, 0.5], [0.0, 1.0])


def test_more_than_five_met_units_are_as_good_as_five(index: PassageIndex) -> None:
    found = [unit(covered=[1.0, 0.0])] * 6
    assert of_units(index, *found)["met"] == [1.0, 0.0]
    assert of_units(index, *found[:4])["met"] == [0.8, 0.0]


def test_what_the_units_of_a_question_are(index: PassageIndex) -> None:
    found = [
        unit("concept", 0.9),
        unit("concept", 0.6, known=False),
        unit("foreign", 0.9, known=False),
        unit("oddity", 0.3, known=False),
        unit("word", 0.3),
    ]
    table = of_units(index, *found)
    assert table["weight"] == [1.0, 1.0]
    assert table["units"] == [0.416666666667] * 2
    assert table["named"] == [0.666666666667] * 2
    assert table["unknown"] == [0.6, 0.6]
    assert table["unknown_concept"] == [0.6, 0.6]
    assert table["unknown_foreign"] == [0.9, 0.9]
    assert table["unknown_oddity"] == [0.3, 0.3]
    assert table["unknown_word"] == [0.0, 0.0]
    few = of_units(index, unit("word", 0.3), unit("word", 0.6, known=False))
    assert few["weight"] == [0.3, 0.3]
    assert few["unknown_word"] == [0.6, 0.6]
    assert few["named"] == [0.0, 0.0]


def test_the_numbers_of_units_have_an_end(index: PassageIndex) -> None:
    table = of_units(index, *[unit("concept", 0.3)] * 13)
    assert [table[name] for name in ("units", "named", "weight")] == [[1.0, 1.0]] * 3


def test_of_little_weight_all_may_be_unknown(index: PassageIndex) -> None:
    found = of_units(index, unit("word", 0.03, known=False), unit("word", 0.01))
    assert found["unknown"] == [0.75, 0.75]


def test_what_a_question_is_like(index: PassageIndex) -> None:
    described = {"dilated-convolution": 0.5, "dropout": 0.75, "quicksort": 0.25}
    query = replace(ASKED, text="x" * 20, described=described, openness=0.375)
    table = features(ranked({0: 2.0, 2: 1.0}, query), [], index)
    said = {name: row.tolist() for name, row in table.items()}
    assert said["described_absent"] == [0.25, 0.25]
    assert said["described_present"] == [0.5, 0.5]
    assert said["described_met"] == [0.5, 0.75]
    assert said["english"] == said["asks"] == [0.0, 0.0]
    assert said["length"] == [0.25, 0.25]
    assert said["openness"] == [0.375, 0.375]


def test_a_long_english_question_for_an_aspect(index: PassageIndex) -> None:
    query = replace(ASKED, text="x" * 90, language="en", aspects=frozenset({"drawback"}))
    table = features(ranked({0: 2.0}, query), [], index)
    assert [table[name].tolist() for name in ("length", "english", "asks")] == [[1.0]] * 3
    assert table["described_absent"].tolist() == table["described_present"].tolist() == [0.0]
    assert table["described_met"].tolist() == [0.0]


@pytest.mark.parametrize(
    ("named", "described", "unasked"),
    [
        ({}, {}, [SHARED, 1.0]),
        ({"dilated-convolution": 1.0}, {}, [0.0, 1.0]),
        ({"batch-normalization": 1.0}, {"dilated-convolution": 0.25}, [0.75 * SHARED, 0.0]),
    ],
)
def test_what_a_heading_names_that_nobody_asked_for(
    index: PassageIndex,
    named: dict[str, float],
    described: dict[str, float],
    unasked: list[float],
) -> None:
    """Passages 0 to 2 have one heading, so that what it names is less rare than what 3 does."""
    query = replace(ASKED, named=named, described=described)
    table = features(ranked({0: 2.0, 3: 1.0}, query), [], index)
    assert table["unasked"].tolist() == pytest.approx(unasked, abs=1e-12)


def test_where_all_headings_name_one_thing_it_is_as_rare_as_any(index: PassageIndex) -> None:
    same = [replace(PASSAGES[0], id=str(number)) for number in range(40)]
    other = replace(PASSAGES[0], id="40", heading="其他")
    few = PassageIndex.build([*same, other], index.analyzer)
    order = np.array([40, *range(40)])
    parts = Parts.of_all({"titles": np.zeros(41), "heading": np.zeros(41)})
    table = features(Ranking(ASKED, parts, np.ones(41), order), [], few)
    assert table["unasked"].tolist() == [0.0] + [1.0] * 7


def test_the_form_of_a_candidate(index: PassageIndex) -> None:
    """What is announced under another name than what is asked, an outline, a lost heading."""
    ranking = ranked(
        {0: 2.0, 3: 1.0},
        titles={0: 0.5, 3: 0.25, 4: 0.75},
        heading={4: 0.25, 3: 1.0},
        words={2: 1.0},
    )
    table = features(ranking, [], index)
    assert table["outline"].tolist() == [0.0, 1.0]
    assert table["lost"].tolist() == [0.5, 0.0]
    assert table["votes"].tolist() == [0.5, 0.5]
    assert table["other_aspect"].tolist() == [0.0, 1.0]
    (aspect,) = bot.judging.features.announced_aspects(PASSAGES[3].heading)
    asked = replace(ranking, query=replace(ASKED, aspects=frozenset({aspect})))
    assert features(asked, [], index)["other_aspect"].tolist() == [0.0, 0.0]
    assert features(ranked({0: 2.0}), [], index)["lost"].tolist() == [0.0]


def test_all_parts_that_find_any_candidate_vote(index: PassageIndex) -> None:
    ranking = ranked({0: 2.0, 3: 1.0}, titles={0: 1.0, 3: 1.0}, heading={3: 0.5}, words={0: 0.5})
    assert features(ranking, [], index)["votes"].tolist() == [2 / 3, 2 / 3]
    assert features(ranked({0: 2.0, 3: 1.0}), [], index)["votes"].tolist() == [0.0, 0.0]


def found_in(index: PassageIndex, question: str) -> dict[str, Unit]:
    return {u.name: u for u in units(index.understand(question), ALL, index)}


def test_a_named_concept_is_met_where_it_is_named(index: PassageIndex) -> None:
    found = found_in(index, "空洞卷积")
    assert list(found) == ["dilated-convolution"]
    one = found["dilated-convolution"]
    assert (one.kind, one.known) == ("concept", True)
    assert one.covered.tolist() == [1.0, 1.0, 1.0, 0.0, 0.0]
    assert one.titled.tolist() == [1.0, 1.0, 1.0, 0.0, 0.0]
    assert one.frequency.tolist() == [3.0, 1.0, 1.0, 0.0, 0.0]
    field = index.fields.concepts
    rarity = field.idf_of("dilated-convolution") / field.idf_of("no such concept")
    assert one.weight == pytest.approx(rarity, rel=1e-12)


@pytest.mark.parametrize(
    ("heading", "meant"), [("交叉验证", "cross-validation"), ("计算机视觉", "computer-vision")]
)
def test_a_name_of_several_things_means_the_one_of_the_notes(
    index: PassageIndex, heading: str, meant: str
) -> None:
    notes = PassageIndex.build(
        [Passage("0", "a.md", heading, f"{heading}。", "zh")], index.analyzer
    )
    assert [one.name for one in units(notes.understand("CV"), ALL[:1], notes)] == [meant]


def test_a_concept_inside_a_longer_name_is_half_met(index: PassageIndex) -> None:
    """The notes name dilated convolution alone; convolution is in its name."""
    one = found_in(index, "卷积")["convolution"]
    assert one.covered.tolist() == [0.5, 0.5, 0.5, 0.0, 0.0]
    assert (one.kind, one.known) == ("concept", True)
    assert one.frequency.tolist() == [3.0, 1.0, 1.0, 0.0, 0.0]


def test_a_concept_is_half_met_by_what_it_is_a_kind_of(index: PassageIndex) -> None:
    one = found_in(index, "同步批归一化")["sync-batch-norm"]
    assert one.covered.tolist() == [0.0, 0.0, 0.0, 0.5, 0.0]
    assert not one.known and not one.frequency.any()


def test_a_concept_is_half_met_by_all_words_of_its_name(index: PassageIndex) -> None:
    found = found_in(index, "random search and random forest")
    assert found["random-search"].covered.tolist() == [0.0, 0.0, 0.5, 0.0, 0.0]
    assert not found["random-forest"].covered.any()


def test_a_name_of_several_words_loses_nothing_for_being_everyday(index: PassageIndex) -> None:
    field, one = index.fields.concepts, found_in(index, "random search")["random-search"]
    rarity = field.idf_of("random-search") / field.idf_of("no such concept")
    assert one.weight == pytest.approx(rarity, rel=1e-12)


def test_a_concept_named_by_an_everyday_word_weighs_less(index: PassageIndex) -> None:
    one = found_in(index, "what is a student")["student-network"]
    assert 0.5 < index.commonness("student") < 1
    assert one.weight == pytest.approx(1 - 0.6 * index.commonness("student"), rel=1e-12)


def test_a_word_is_titled_where_a_title_holds_it(index: PassageIndex) -> None:
    assert found_in(index, "感受野怎么计算")["计算"].titled.tolist() == [0.0, 0.0, 0.0, 0.0, 1.0]


def test_a_word_that_describes_what_a_title_names_is_met_in_part(index: PassageIndex) -> None:
    one = found_in(index, "窗口 网格")["窗口"]
    assert one.covered.tolist() == [0.7, 0.7, 0.7, 0.0, 0.0]
    assert not one.known and not one.titled.any()


def test_what_the_notes_lack_is_known_by_its_kind(index: PassageIndex) -> None:
    found = found_in(index, "知识蒸馏 quicksort zxqvw 面粉")
    kinds = {name: one.kind for name, one in found.items()}
    assert kinds["knowledge-distillation"] == "concept"
    assert kinds["quicksort"] == "foreign"
    assert kinds["zxqvw"] == "oddity"
    assert kinds["面粉"] == "word"
    assert not any(one.known for one in found.values())
    assert not any(one.covered.any() or one.titled.any() for one in found.values())


def test_a_word_is_met_by_its_translation_and_weighs_less_the_commoner_it_is(
    index: PassageIndex,
) -> None:
    one = found_in(index, "dropout 是 随机 的吗")["随机"]
    assert (one.kind, one.known) == ("word", True)
    assert one.covered.tolist() == [0.0, 0.0, 1.0, 0.0, 0.0]
    assert one.frequency.tolist() == [0.0, 0.0, 1.0, 0.0, 0.0]
    assert not one.titled.any()
    words = index.fields.words
    rarity = words.idf_of("随机") / words.idf_of("no such word")
    assert one.weight == pytest.approx(rarity * (1 - index.commonness("随机")), rel=1e-12)


def test_words_that_frame_a_question_or_stand_in_a_name_are_no_units(index: PassageIndex) -> None:
    query = index.understand("什么是空洞卷积的网格")
    assert query.terms["什么"] <= FRAME_WEIGHT
    assert [u.name for u in units(query, ALL, index)] == ["dilated-convolution", "网格"]


@pytest.mark.parametrize(
    ("question", "lacking"),
    [("缺点是什么", True), ("线性", True), ("线性 网格", False), ("空洞卷积的缺点", False)],
)
def test_a_question_without_a_subject(index: PassageIndex, question: str, lacking: bool) -> None:
    query = index.understand(question)
    titles = [index.passages[number].heading for number in ALL]
    assert lacks_subject(query, units(query, ALL, index), titles) is lacking


def test_without_units_a_question_may_have_a_subject() -> None:
    assert not lacks_subject(ASKED, [], [])
    framed = replace(ASKED, terms={"线性": 1.0, "什么": FRAME_WEIGHT})
    word, titles = replace(unit(), name="线性"), ("线性回归", "线性代数")
    assert lacks_subject(ASKED, [word], titles)
    assert not lacks_subject(framed, [word], titles)
    assert not lacks_subject(ASKED, [replace(unit("oddity"), name="线性")], titles)


def test_a_word_that_one_title_alone_holds_is_a_subject() -> None:
    one, both = ([unit(titled=held)] for held in ([1.0, 0.0], [1.0, 1.0]))
    assert not lacks_subject(ASKED, one, ("瓦螨", "分蜂"))
    assert lacks_subject(ASKED, both, ("瓦螨", "怎么查瓦螨"))
    assert not lacks_subject(ASKED, both, ("瓦螨", "瓦螨"))


@pytest.mark.parametrize("collection", ["notes", "companion"])
def test_a_vote_is_calibrated_by_the_formula_of_platt(collection: Any) -> None:
    scale = read_toml("confidence.toml")[collection]
    slope, offset = scale["slope"], scale["offset"]
    for vote in (0.2, 0.5, 0.9):
        odds = math.log(vote / (1 - vote))
        expected = 1 / (1 + math.exp(-slope * odds - offset))
        assert calibrated(vote, collection) == pytest.approx(expected, rel=1e-12)
    end = 1 / (1 + math.exp(-slope * math.log(1 / 1e-3) - offset))
    assert calibrated(1.0, collection) == pytest.approx(end, rel=1e-12)
    assert calibrated(0.0, collection) == pytest.approx(
        1 / (1 + math.exp(slope * math.log(1 / 1e-3) - offset)), rel=1e-12
    )


def votes_of(monkeypatch: pytest.MonkeyPatch, *votes: float) -> None:
    """Let a forest of one tree vote by the score of a candidate: so for 1, 2, 3, … points.

    The nodes ask one after the other whether the score is greater than 1½, 2½, … points.
    """
    asking = len(votes) - 1
    nodes = np.arange(asking + len(votes))
    no, yes = nodes.copy(), nodes.copy()
    no[:asking] += asking
    yes[: asking - 1] += 1
    yes[asking - 1] = nodes[-1]
    forest = Forest(
        features=("score",),
        roots=np.array([0]),
        feature=np.zeros(len(nodes), np.intp),
        threshold=(nodes + 1.5).astype(np.float32),
        children=np.stack((no, yes), axis=1).ravel(),
        share=np.array([0.0] * asking + list(votes), np.float32),
        depth=asking,
    )
    monkeypatch.setattr(bot.judging.confidence, "fitted_forest", lambda collection: forest)


def test_votes_put_the_candidates_in_order(
    index: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    votes_of(monkeypatch, 0.75, 0.25, 0.0)
    plain = ranked({0: 3.0, 3: 2.0, 2: 1.0})
    ordered, probability = judged(plain, index)
    worth = read_toml("ranking.toml")["judgement"]["vote"] * 3.0
    assert ordered.voted == pytest.approx({0: 0.0, 3: 0.25 * worth, 2: 0.75 * worth})
    assert ordered.scores.tolist() == pytest.approx([3, 0, 1 + 0.75 * worth, 2 + 0.25 * worth, 0])
    assert ordered.order.tolist() == [2, 3, 0, 1, 4]
    assert probability == pytest.approx(calibrated(0.75, "notes"), rel=1e-9)
    assert plain.voted == {} and plain.scores.tolist() == [3.0, 0.0, 1.0, 2.0, 0.0]


def test_of_equal_candidates_the_first_stays_first(
    index: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    votes_of(monkeypatch, 0.5, 0.5, 0.5)
    ordered, probability = judged(ranked({0: 1.0, 3: 1.0}), index, "companion")
    assert ordered.order.tolist() == [0, 3, 1, 2, 4]
    assert probability == pytest.approx(calibrated(0.5, "companion"), rel=1e-9)


def test_a_question_without_a_subject_is_less_sure(
    index: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    votes_of(monkeypatch, 0.75, 0.25, 0.0)
    query = index.understand("线性")
    _, probability = judged(ranked({0: 1.0}, query), index)
    left = read_toml("confidence.toml")["thresholds"]["no_subject"]
    assert probability == pytest.approx(left * calibrated(0.75, "notes"), rel=1e-9)


def test_a_section_that_states_nothing_of_what_is_asked_is_hardly_sure(
    index: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    votes_of(monkeypatch, 0.75, 0.25, 0.0)
    _, sure = judged(ranked({0: 1.0}, index.understand("空洞卷积的缺点")), index)
    _, unsure = judged(ranked({0: 1.0}, index.understand("空洞卷积是谁提出的")), index)
    left = read_toml("confidence.toml")["thresholds"]["unstated"]
    assert unsure == pytest.approx(left * sure, rel=1e-9)


def test_the_section_that_is_put_first_has_to_state_what_is_asked(
    index: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    votes_of(monkeypatch, 0.75, 0.25)
    read: list[list[str]] = []

    def states(question: str, texts: Any, beside: Any) -> bool:
        read.append([question, *texts])
        return True

    monkeypatch.setattr(bot.judging.confidence, "states_what_is_asked", states)
    ordered, _ = judged(ranked({3: 2.0, 0: 1.0}), index)
    assert ordered.order.tolist()[:2] == [0, 3]
    assert read == [["空洞卷积", PASSAGES[0].text]]


def test_single_letters_are_answered_by_nothing(
    index: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    votes_of(monkeypatch, 1.0, 1.0, 1.0)
    plain = ranked({0: 1.0}, replace(ASKED, text="a b _ 1"))
    assert judged(plain, index) == (plain, 0.0)
    assert judged(ranked({}), index)[1] == 0.0
    assert judged(ranked({0: 1.0}, index.understand("a b1 网格")), index)[1] > 0.5
