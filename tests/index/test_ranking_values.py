"""The ranking by its values: every part against its formula, on collections small enough to check.

What is expected is computed here in the plainest way, or by hand, never by the code under test.
"""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.analyzer import Analyzer
from bot.errors import StoreError
from bot.index import tfidf
from bot.index.bm25 import BM25, group_scores, idf, length_norm, tfc
from bot.index.fields import single_characters
from bot.index.fusion import (
    FLOOR,
    FLOOR_OF_WORDS,
    Translations,
    _share,
    concept_query,
    fuse,
    lexical_terms,
    parts,
    title_match,
)
from bot.index.lexical import PARTS, Reached
from bot.index.sums import Sums
from bot.index.tfidf import character_ngrams, fit_tfidf, moved_norms, norms_of
from bot.index.traits import MOST_ORDERED, in_order
from bot.index.trust import FULL_TRUST, trust_in_glossary, trusted
from bot.passage import Passage
from bot.search import PassageIndex, Ranking

DOCUMENTS = [["a", "a", "b"], ["b"], ["b", "c", "c", "c"], []]
TEXTS = (
    ("dilated", "空洞卷积", "空洞卷积扩大感受野,不增加参数量。缺点是网格效应。", "zh", "answer"),
    ("both", "空洞卷积、批归一化与交并比", "三个话题各讲一句。", "zh", "answer"),
    ("drop", "What does dropout do?", "Dropout sets units to zero.", "en", "answer"),
    ("toc", "目录", "空洞卷积\n批归一化", "zh", "outline"),
    ("lost", "感受野怎么计算?", "", "zh", "heading"),
)


@pytest.fixture(scope="module")
def index(analyzer: Analyzer) -> PassageIndex:
    made = (Passage(i, "a.md", h, t, language, kind=k) for i, h, t, language, k in TEXTS)
    return PassageIndex.build(made, analyzer)


def by_hand(document: list[str], term: str, k1: float = 1.5, b: float = 0.75) -> float:
    """BM25 of one term, written out."""
    n, mean = len(DOCUMENTS), sum(map(len, DOCUMENTS)) / len(DOCUMENTS)
    df, tf = sum(term in d for d in DOCUMENTS), document.count(term)
    rarity = math.log(1 + (n - df + 0.5) / (df + 0.5))
    return rarity * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(document) / mean))


def test_the_idf_is_that_of_lucene() -> None:
    assert idf(3, 10) == pytest.approx(math.log(1 + 7.5 / 3.5))
    assert idf(10, 10) == pytest.approx(math.log(1 + 0.5 / 10.5)) and idf(10, 10) > 0
    assert idf(0, 0) == pytest.approx(math.log(2))


def test_the_parts_of_bm25_by_hand() -> None:
    assert tfc(np.array([2.0]), np.array([3.0]), 1.5).tolist() == [1.0]
    assert length_norm(np.array([4, 8]), 4.0, 2.0, 0.5).tolist() == [2.0, 3.0]


@pytest.mark.parametrize(("k1", "b"), [(1.5, 0.75), (0.9, 0.4), (1.2, 0.0)])
def test_bm25_is_the_plain_formula(k1: float, b: float) -> None:
    index = BM25(DOCUMENTS, k1=k1, b=b)
    for term in "abc":
        expected = [by_hand(document, term, k1, b) for document in DOCUMENTS]
        assert index.get_scores([term]).tolist() == pytest.approx(expected)
    assert index.get_scores(["a", "a", "x"]) == pytest.approx(2 * index.get_scores(["a"]))
    assert index.get_scores({"a": 0.5}) == pytest.approx(index.get_scores(["a"]) / 2)
    assert BM25(DOCUMENTS).get_scores(["c"]).tolist() == pytest.approx(
        [by_hand(document, "c") for document in DOCUMENTS]
    )


def test_what_a_term_is_worth_alone() -> None:
    index = BM25(DOCUMENTS)
    assert index.idf_of("b") == pytest.approx(idf(3, 4)) and index.idf_of("x") == idf(0, 4)
    ideal = 2 * idf(3, 4) + 0.5 * idf(0, 4)
    assert index.ideal({"b": 2.0, "x": 0.5}) == pytest.approx(ideal)
    where, weights = index.weights.row(index.terms["b"])
    assert where.tolist() == [0, 1, 2]
    assert weights.tolist() == pytest.approx([by_hand(d, "b") for d in DOCUMENTS[:3]])
    columns, values, lengths, ideals = index.given(["x", "b", "c"])
    assert columns.tolist() == [0, 1, 2, 2] and lengths == [0, 3, 1]
    assert values.tolist() == [*weights, *index.weights.row(index.terms["c"])[1]]
    assert ideals == [idf(0, 4), idf(3, 4), idf(1, 4)]


def test_how_often_passages_hold_a_term() -> None:
    index = BM25(DOCUMENTS)
    assert index.frequency("a", np.array([2, 0, 3])).tolist() == [0.0, 2.0, 0.0]
    assert index.frequency("c", np.array([2])).tolist() == [3.0]
    assert index.frequency("x", np.array([2, 0])).tolist() == [0.0, 0.0]


def test_the_best_score_is_1_however_small_unless_the_ideal_is_far() -> None:
    def share(scores: Sums, least: float) -> list[float]:
        return _share(Reached(scores, scores.greatest, 2 * least), 0.5).dense().tolist()

    scores = Sums.of_all(np.array([0.02, 0.01]))
    assert share(scores, 0.0) == [1.0, 0.5]
    assert share(scores, 0.04) == [0.5, 0.25]
    assert share(Sums.of_all(np.zeros(2)), 0.0) == [0.0, 0.0]
    assert share(Sums.none(0), 0.0) == []


def test_the_best_are_the_first_of_all_with_a_score() -> None:
    index = BM25(DOCUMENTS)
    scores = index.get_scores(["b", "c"])
    order, best = index.best(["b", "c"], 2)
    assert order.tolist() == np.argsort(-scores, kind="stable")[:2].tolist()
    assert best.tolist() == pytest.approx(sorted(scores, reverse=True)[:2])
    assert index.best(["b"], 10)[0].tolist() == [1, 0, 2]
    twins = BM25([["a"], ["a"], ["a"], ["b"]])
    assert twins.best(["a"], 2)[0].tolist() == [0, 1]


def test_alternatives_count_as_one_term_up_to_a_ceiling() -> None:
    index = BM25(DOCUMENTS)
    scores = group_scores(index, ["a", "c", "x"]).dense()
    frequency = [by_hand(DOCUMENTS[0], "a") / idf(1, 4), by_hand(DOCUMENTS[2], "c") / idf(1, 4)]
    first, third = (part * idf(2, 4) for part in frequency)
    assert scores.tolist() == pytest.approx([first, 0.0, third, 0.0])
    scores = group_scores(index, ["b"]).dense()
    assert scores.tolist() == pytest.approx([by_hand(d, "b") for d in DOCUMENTS])
    scores = group_scores(index, ["a", "b"]).dense()
    both = sum(by_hand(DOCUMENTS[0], term) / index.idf_of(term) for term in "ab")
    assert scores[0] == pytest.approx(min(both, 2.5) * idf(3, 4))
    many = BM25([["a", "b", "c", "d"]] + [["e"] * 40] * 3)
    assert group_scores(many, "abcd").dense().tolist() == pytest.approx([2.5 * idf(1, 4), 0, 0, 0])
    assert group_scores(many, "xyz").dense().tolist() == [0.0] * 4


def test_ngrams_are_of_one_to_three_characters_or_three_to_five_letters() -> None:
    assert sorted(character_ngrams("空洞卷")) == sorted(
        ["空", "洞", "卷", "空洞", "洞卷", "空洞卷"]
    )
    assert sorted(character_ngrams("abcdef")) == sorted(
        ["abc", "bcd", "cde", "def", "abcd", "bcde", "cdef", "abcde", "bcdef"]
    )
    assert not [gram for gram in character_ngrams("空洞卷积") if len(gram) > 3]
    assert character_ngrams("BN, a1") == ["bn", "a1"] and character_ngrams("。") == []
    assert character_ngrams("abc 空") == ["abc", "空"]


def test_the_cosine_by_hand() -> None:
    index = fit_tfidf(DOCUMENTS)
    rarity = {"a": math.log(5 / 2) + 1, "b": math.log(5 / 4) + 1, "c": math.log(5 / 2) + 1}
    assert [index.idf_of(index.terms[t]) for t in "abc"] == pytest.approx(list(rarity.values()))
    first = {"a": (1 + math.log(2)) * rarity["a"], "b": rarity["b"]}
    norm = math.hypot(*first.values())
    assert index.norms[0] == pytest.approx(norm)
    assert index.get_scores(["a"])[0] == pytest.approx(first["a"] / norm)
    asked = {"a": (1 + math.log(3)) * rarity["a"], "b": rarity["b"]}
    product = sum(first[t] * asked[t] for t in "ab") / norm / math.hypot(*asked.values())
    assert index.get_scores(["a", "a", "a", "b", "x"])[0] == pytest.approx(product)
    twice = {"a": (1 + math.log(2)) * rarity["a"], "b": rarity["b"]}
    product = sum(first[t] * twice[t] for t in "ab") / norm / math.hypot(*twice.values())
    assert index.get_scores(["a", "b", "a"])[0] == pytest.approx(product)
    assert index.get_scores(["x"]).tolist() == [0.0] * 4


@given(
    st.lists(st.lists(st.sampled_from("abcde"), max_size=9), min_size=1, max_size=6),
    st.lists(st.lists(st.sampled_from("abcdefg"), max_size=9), max_size=6),
)
def test_norms_move_as_if_computed_anew(old: list[list[str]], new: list[list[str]]) -> None:
    index, everything = fit_tfidf(old), fit_tfidf(old + new)
    df = np.array([sum(term in d for d in old + new) for term in index.terms], np.int64)
    expected = everything.norms[: len(old)]
    n = len(old + new)
    np.testing.assert_allclose(norms_of(index.counts.rows, df, n), expected, atol=1e-9)
    np.testing.assert_allclose(moved_norms(index, df, n), expected, atol=1e-6)


@pytest.mark.parametrize("at_once", [1, 2, 3, 5, 1000])
def test_norms_are_the_same_however_many_entries_are_weighed_at_once(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [["a", "a", "b", "d"], ["b", "c"], ["c", "c", "c", "a", "b"], [], ["d"]]
    whole = fit_tfidf(documents)
    monkeypatch.setattr(tfidf, "_AT_ONCE", at_once)
    np.testing.assert_allclose(fit_tfidf(documents).norms, whole.norms, rtol=1e-12)
    np.testing.assert_allclose(fit_tfidf(documents).sums, whole.sums, rtol=1e-12)


def test_characters_are_single_and_words_of_letters_whole() -> None:
    assert single_characters("BN层,v2 ｘ") == ["bn", "层", "v2", "x"]


def test_a_concept_inside_a_longer_name_is_worth_two_fifths() -> None:
    assert concept_query({"iou": 0.5, "nms": 1.0}) == pytest.approx(
        {"iou": 0.5, "iou~": 0.2, "nms": 1.0, "nms~": 0.4}
    )


def test_a_pair_of_words_is_translated_before_its_words(index: PassageIndex) -> None:
    english = {"learn rate": ("学习率",), "learn": ("学习",), "rate": ("比率",)}
    translations = Translations(english, {"香蕉": ("banana",)})
    query = replace(index.understand(""), terms={"learn": 0.5, "rate": 1.0, "香蕉": 0.2, "x": 1.0})
    assert translations.groups(query, {"rate": 0}) == [
        (0.5, ("学习率",)), (1.0, ("rate", "比率")), (0.2, ("banana",)),
    ]  # fmt: skip


def test_fusing_adds_what_has_a_weight() -> None:
    found = {"a": np.array([1.0, 0.0]), "b": np.array([0.5, 1.0]), "c": np.array([9.0, 9.0])}
    assert fuse(found, {"a": 2.0, "b": 4.0}).tolist() == [4.0, 4.0]
    assert fuse({}, {"a": 1.0}).tolist() == []


@pytest.mark.parametrize("part", ["words", "heading", "grams", "tfidf", "concepts"])
def test_a_lexical_part_is_a_share_of_the_best_or_of_an_ideal(
    index: PassageIndex, part: str
) -> None:
    query = replace(index.understand("空洞卷积 感受野 香蕉"), openness=0.0)
    field, terms = PARTS[part], lexical_terms(query)[part]
    scores = getattr(index.fields, field).get_scores(terms)
    least = 0.0
    if part != "tfidf":
        floor = FLOOR_OF_WORDS if part == "words" else FLOOR
        least = floor * getattr(index.fields, field).ideal(terms)
    expected = scores / max(scores.max(), least)
    found = parts(query, index.fields, index.lexicon.translations)[part].dense()
    np.testing.assert_allclose(found, expected * trust(index, part), rtol=1e-12)
    assert found.max() > 0


def trust(index: PassageIndex, part: str) -> float:
    return trust_in_glossary(index.fields) if part == "concepts" else 1.0


def test_names_count_for_the_part_of_the_question_that_they_are(index: PassageIndex) -> None:
    query = index.understand("空洞卷积")
    described = replace(query, described={"dilated-convolution": 0.5})

    def found(openness: float) -> dict[str, float]:
        asked = replace(described, openness=openness)
        computed = parts(asked, index.fields, index.lexicon.translations)
        return {name: float(part.dense()[0]) for name, part in computed.items()}

    whole, half, most = found(0.0), found(0.5), found(0.75)
    assert half["concepts"] == pytest.approx(whole["concepts"] * math.sqrt(0.5))
    assert most["concepts"] == pytest.approx(whole["concepts"] * 0.5)
    assert half["titles"] == pytest.approx(whole["titles"])
    assert most["titles"] == pytest.approx(whole["titles"] * 0.5)
    assert (whole["described"], whole["glosses"]) == (0.0, 0.0)
    assert most["described"] == pytest.approx(half["described"] * 1.5)
    assert half["described"] == pytest.approx(whole["concepts"] * 0.25)


def test_a_title_is_matched_by_an_f_measure_of_rarities(index: PassageIndex) -> None:
    titles = index.fields.titles
    rarity = {name: titles.idf[row] for name, row in titles.concepts.items()}
    asked = {"dilated-convolution": 1.0}
    match = title_match(asked, asked, index.fields).dense()
    mine = rarity["dilated-convolution"]
    for number in (0, 1):
        expected = 2 * mine * column(index, number)["dilated-convolution"]
        expected /= titles.norms[number] + mine
        assert match[number] == pytest.approx(min(expected, 1.0))
    assert titles.norms[1] == pytest.approx(
        sum(weight * rarity[name] for name, weight in column(index, 1).items())
    )
    unknown = title_match(asked, {**asked, "beam-search": 0.5}, index.fields).dense()
    expected = 2 * mine * column(index, 0)["dilated-convolution"]
    expected /= titles.norms[0] + mine + 0.5 * titles.idf.max()
    assert unknown[0] == pytest.approx(expected)
    assert match[2:].tolist() == [0.0, 0.0, 0.0]


def column(index: PassageIndex, number: int) -> dict[str, float]:
    """The concepts of a title with their weights."""
    titles, found = index.fields.titles, {}
    for name, row in titles.concepts.items():
        columns, values = titles.weights.row(row)
        if number in columns.tolist():
            found[name] = float(values[columns.tolist().index(number)])
    return found


def test_asked_aspects_count_in_equal_shares(index: PassageIndex, analyzer: Analyzer) -> None:
    headings = ("空洞卷积的缺点", "空洞卷积的优点", "空洞卷积的优缺点", "空洞卷积")
    made = [
        Passage(str(n), "a.md", heading, "一句话。", "zh") for n, heading in enumerate(headings)
    ]
    small = PassageIndex.build(made, analyzer)
    query = small.understand("空洞卷积的优缺点")
    assert len(query.aspects) == 2
    found = parts(query, small.fields, small.lexicon.translations)
    computed = {name: part.dense() for name, part in found.items()}
    assert computed["aspects"].tolist() == [0.5, 0.5, 1.0, 0.0]
    share = trust_in_glossary(small.fields)
    titles, concepts = (computed[name] / share for name in ("titles", "concepts"))
    on_topic = np.maximum(titles, 0.5 * concepts) * computed["aspects"] * share
    np.testing.assert_allclose(computed["aspects_on_topic"], on_topic)


def test_trust_is_the_share_of_concepts_among_words(index: PassageIndex) -> None:
    concepts, words = index.fields.concepts.weights.size, index.fields.words.weights.size
    assert trust_in_glossary(index.fields) == min(1.0, concepts / words / 0.1)
    assert FULL_TRUST == 0.1
    found = {"words": Sums.of_all(np.ones(5)), "concepts": Sums.of_all(np.ones(5))}
    lowered = {name: part.dense() for name, part in trusted(found, index.fields).items()}
    assert lowered["words"].tolist() == [1.0] * 5
    assert lowered["concepts"].tolist() == pytest.approx([trust_in_glossary(index.fields)] * 5)


def test_a_ranking_is_the_weighted_parts_times_the_kind_of_the_passage(
    index: PassageIndex,
) -> None:
    from bot.resources import read_toml

    query = index.understand("空洞卷积")
    ranking = index.rank(query)
    weights, factor = read_toml("ranking.toml")["weights"], read_toml("ranking.toml")["factor"]
    for number, (_, _, _, language, kind) in enumerate(TEXTS):
        mix = weights["same" if language == "zh" else "cross"]
        met = {name: part for name, part in ranking.parts.items() if part.max() > 0}
        expected = sum(mix[name] * part[number] for name, part in met.items()) * factor[kind]
        assert ranking.scores[number] == pytest.approx(expected)
    assert ranking.scores[4] == 0.0 and ranking.scores[3] > 0
    assert index.lost.tolist() == [4]
    assert ranking.order.tolist() == np.argsort(-ranking.scores, kind="stable").tolist()


def test_hits_are_the_first_ones_with_a_score(index: PassageIndex) -> None:
    query = index.understand("")
    scores = np.array([0.0, 3.0, 1.0, 2.0, 0.0])
    ranking = Ranking(query, {}, scores, np.argsort(-scores, kind="stable"))
    assert [h.passage.id for h in index.hits(ranking, 10)] == ["both", "toc", "drop"]
    assert [h.score for h in index.hits(ranking, 2)] == [3.0, 2.0]
    assert index.hits(ranking, 0) == index.hits(ranking, -1) == []
    assert len(index.search("空洞卷积", 1)) == 1


def test_ten_hits_are_shown_unless_more_are_asked_for(analyzer: Analyzer) -> None:
    made = [Passage(str(n), "a.md", "空洞卷积", f"第{n}段。", "zh") for n in range(12)]
    small = PassageIndex.build(made, analyzer)
    assert [len(small.search("空洞卷积")), len(small.search("空洞卷积", 11))] == [10, 11]


def test_only_the_best_of_very_many_are_put_in_order() -> None:
    scores = np.arange(MOST_ORDERED + 500, dtype=float) // 2
    order = in_order(scores)
    assert len(order) == MOST_ORDERED
    assert order.tolist() == np.argsort(-scores, kind="stable")[:MOST_ORDERED].tolist()
    few = scores[:MOST_ORDERED]
    assert in_order(few).tolist() == np.argsort(-few, kind="stable").tolist()


def test_what_words_are_known_and_how_common_they_are(index: PassageIndex) -> None:
    assert index.is_word("卷积") and index.is_word("hous") and not index.is_word("qzxv")
    assert not index.is_word("卷积积卷")
    assert 0 <= index.commonness("卷积") < index.commonness("我们") <= 1
    assert index.commonness("qzxv") == 0.0 < index.commonness("hous") + index.commonness("house")


def test_a_slip_is_repaired_unless_the_question_is_meant_as_written(index: PassageIndex) -> None:
    assert index.understand("空洞卷机").corrections
    plain = index.understand("空洞卷机", as_written=True)
    assert plain.corrections == () and plain.text == "空洞卷机"


def test_words_that_frame_a_question_describe_nothing(index: PassageIndex) -> None:
    plain = index.understand("filter wider weights").described
    assert plain["dilated-convolution"] > 0.2
    framed = index.understand("what is the way for a filter to look wider without more weights")
    assert framed.described == plain


def test_an_index_beside_another_shares_its_dictionaries(
    index: PassageIndex, analyzer: Analyzer
) -> None:
    other = PassageIndex.build([Passage("x", "b.md", "NMS", "非极大值抑制。", "zh")], analyzer)
    beside = PassageIndex.from_arrays(index.to_arrays(), other)
    assert beside.analyzer is other.analyzer
    assert beside.lexicon.descriptions is other.lexicon.descriptions
    for question in ("空洞卷积的缺点", "dropout", "空洞卷机"):
        assert beside.search(question) == index.search(question)


def test_a_folder_that_is_no_index_is_told(index: PassageIndex, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no index folder"):
        PassageIndex.load(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match="empty is not a whole index folder"):
        PassageIndex.load(tmp_path / "empty")
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot write the index"):
        index.save(tmp_path / "file" / "index")


def test_passages_added_and_an_index_kept_answer_like_one_built_of_all(
    index: PassageIndex, analyzer: Analyzer, tmp_path: Path
) -> None:
    passages = index.passages[:]
    extended = PassageIndex.build(passages[:2], analyzer).extended(passages[2:])
    index.save(tmp_path / "kept")
    for other in (extended, PassageIndex.load(tmp_path / "kept")):
        for question in ("空洞卷积的缺点", "dropout", "空洞卷机"):
            assert other.search(question) == index.search(question)
