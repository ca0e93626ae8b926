"""Order, marks, snippets, facets, notes, card and JSON of results."""

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.analysis.analyzer import Analyzer
from bot.keyword.alphabet import fold_text
from bot.keyword.index import KeywordIndex
from bot.keyword.query import Level
from bot.keyword.result import KeywordHit, KeywordResult, result_json
from bot.keyword.snippets import borders, protected, snippet
from bot.passage import Passage

QUERIES = (
    "卷积",
    "感受野",
    "batch norm",
    "CNN",
    "网络 结构",
    "损失函数",
    "anchor",
    "特征 金字塔",
    "的",
)


def marked(hit: KeywordHit) -> list[str]:
    return [hit.passage.text[a:b] for a, b in hit.highlights]


def kinds(result: KeywordResult) -> list[str]:
    return [note.kind for note in result.notes]


@pytest.mark.parametrize(
    ("query", "passage", "expected"),
    [
        ("膨脹卷積", "dilated-zh", {"膨胀卷积"}),
        ("cnn", "width", {"ＣＮＮ"}),
        ("卷積神經网络", "width", {"卷积神经网络"}),
        ("conv", "width", {"Ｃｏｎｖ"}),
        ("CAFE", "width", set()),
        ("记忆体", "tw", {"記憶體"}),
        ("batch norm", "bn-en", {"BatchNorm", "batch norm"}),
        ("convolu", "bn-en", {"convolu"}),
    ],
)
def test_marks_are_the_matched_text_as_displayed(
    small: KeywordIndex, query: str, passage: str, expected: set[str]
) -> None:
    result = small.search(query, synonyms=False)
    hit = next(hit for hit in result.hits if hit.passage.id == passage)
    assert set(marked(hit)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fine-tuning", "\ufb01ne-tuning"),
        ("efficient", "ef\ufb01cient"),
        ("e\ufb03cient", "ef\ufb01cient"),
        ("resume", "re\u0301sume\u0301"),
        ("résumé", "re\u0301sume\u0301"),
        ("网络架构", "网\u200b络架\u00ad构"),
        ("膨胀卷积", "膨脹\u200d卷積"),
        ("卷积操作", "卷积操作"),
        ("𠮷野", "𠮷野"),
        ("3×3", "𝟛×𝟛"),
        ("件文件", "件文件"),
    ],
)
def test_marks_cover_ligatures_accents_and_what_is_invisible(
    analyzer: Analyzer, query: str, expected: str
) -> None:
    text = (
        "\u202b👩\u200d👩\u200d👧 \ufb01ne-tuning, ef\ufb01cient re\u0301sume\u0301; "
        "网\u200b络架\u00ad构与膨脹\u200d卷積。🏳️\u200d🌈卷积操作 𠮷野 𝟛×𝟛,插件文件夹 \ud83d 尾"
    )
    shown = Passage("p", "a.md", text, text, "zh")
    (hit,) = KeywordIndex.build([shown], analyzer).search(query, synonyms=False).hits
    assert hit.level == Level.EXACT
    assert set(marked(hit)) == {expected}
    assert [text[a:b] for a, b in hit.heading_highlights] == marked(hit)


def test_a_match_in_the_heading_is_marked_there(small: KeywordIndex) -> None:
    hit = small.search("CAFE").hits[0]
    assert [hit.passage.heading[a:b] for a, b in hit.heading_highlights] == ["café"]


@pytest.mark.parametrize("query", QUERIES)
def test_every_mark_reads_as_a_word_of_the_query(shipped: KeywordIndex, query: str) -> None:
    words = fold_text(query).split()
    bare = re.sub(r"\W", "", fold_text(query))
    for hit in shipped.search(query, 100, synonyms=False).hits:
        assert hit.highlights or hit.heading_highlights or hit.passage.trail
        for text in map(fold_text, marked(hit)):
            near = any(text.startswith(word[:4]) for word in words)
            assert near or re.sub(r"\W", "", text) == bare, text


@pytest.mark.parametrize("query", QUERIES)
def test_spans_are_ordered_apart_and_inside(shipped: KeywordIndex, query: str) -> None:
    for hit in shipped.search(query, 100).hits:
        edges = [0, *(edge for span in hit.highlights for edge in span), len(hit.passage.text)]
        assert edges == sorted(edges)
        assert all(a < b for a, b in hit.highlights)


@pytest.mark.parametrize("query", QUERIES)
def test_snippets_are_short_and_cut_neither_formula_nor_code(
    shipped: KeywordIndex, query: str
) -> None:
    for hit in shipped.search(query, 100).hits:
        text, (low, high) = hit.passage.text, hit.snippet
        assert borders(text).width(low, high) <= 156
        assert len(re.findall(r"\n\s*", text[low:high])) <= 1
        for span in protected().finditer(text):
            assert not span.start() < low < span.end(), text[low:high]
            assert not span.start() < high < span.end(), text[low:high]


@given(st.text(alphabet="ab 甲乙。,\n$`;", max_size=400), st.integers(0, 400))
@example("``` ", 0)
@settings(max_examples=300, deadline=None)
def test_no_text_makes_a_snippet_that_cuts_a_formula(text: str, place: int) -> None:
    marks = [(place, place + 1)] if place < len(text) else []
    low, high = snippet(text, marks)
    assert 0 <= low <= high <= len(text)
    for span in protected().finditer(text):
        assert not span.start() < low < span.end()
        assert not span.start() < high < span.start() + len(span[0].rstrip())


def test_a_snippet_shows_the_match_and_begins_with_its_sentence(small: KeywordIndex) -> None:
    hit = next(h for h in small.search("不增加参数").hits if h.passage.id == "dilated-zh")
    text = hit.passage.text[slice(*hit.snippet)]
    assert text == "它扩大感受野,不增加参数。"


def test_exact_above_near_above_synonym_above_fuzzy(small: KeywordIndex) -> None:
    levels = [hit.level for hit in small.search("Dilated Convolution").hits]
    assert levels == sorted(levels, reverse=True)
    first = small.search("recpetive").hits
    assert first[0].passage.id == "slip"
    assert first[0].level == Level.EXACT


def test_typing_errors_are_read_by_the_rules_of_length(small: KeywordIndex) -> None:
    result = small.search("convolutoin")
    assert "Corrected: convolutoin → convolution" in [
        n.text.en for n in result.notes if n.kind == "corrected"
    ]
    assert {hit.level for hit in result.hits} == {Level.FUZZY}
    for exact in ("BM", "mAR", "ResNet51", "conw"):
        assert "corrected" not in kinds(small.search(exact)), exact


def test_the_last_word_may_be_unfinished_and_no_other(small: KeywordIndex) -> None:
    assert small.search("convolu").total > 0
    assert "dilated-en" in {h.passage.id for h in small.search("atrous recep").hits}
    result = small.search("recep atrous")
    assert "dropped" in kinds(result)


def test_other_names_are_searched_and_told_unless_switched_off(small: KeywordIndex) -> None:
    both = small.search("空洞卷积")
    assert {h.passage.id for h in both.hits} == {"dilated-zh", "dilated-en"}
    told = next(note for note in both.notes if note.kind == "also")
    assert "dilated convolution" in told.values
    only = small.search("空洞卷积", synonyms=False)
    assert {h.passage.id for h in only.hits} == {"dilated-zh"}
    assert "also" not in kinds(only)


def test_pinyin_is_read_only_when_nothing_else_is_found(small: KeywordIndex) -> None:
    for typed in ("ganshouye", "gan shou ye"):
        result = small.search(typed)
        assert "pinyin" in kinds(result)
        assert result.hits[0].passage.id == "dilated-zh"
    assert "pinyin" not in kinds(small.search("CNN"))


def test_chinese_slips_are_corrected_when_nothing_is_found(small: KeywordIndex) -> None:
    result = small.search("空洞卷几")
    assert "corrected" in kinds(result)
    assert result.hits[0].passage.id == "dilated-zh"


def test_relaxing_goes_step_by_step_and_says_so(small: KeywordIndex) -> None:
    assert kinds(small.search("鸟兽虫鱼")) == ["nothing"]
    dropped = small.search("量子色动力学 感受野")
    assert "dropped" in kinds(dropped)
    assert dropped.total == small.search("感受野").total
    some = small.search("布料 稳定", synonyms=False)
    assert "some" in kinds(some) and "passed" not in kinds(some)
    assert {h.passage.id for h in some.hits} == {"code", "bn-zh"}
    most = small.search("空洞卷积 感受野 布料", synonyms=False)
    assert [n.values for n in most.notes if n.kind == "passed"] == [("布料",)]
    unfiltered = small.search("布料 lang:en")
    assert "filters" in kinds(unfiltered)
    assert {h.passage.id for h in unfiltered.hits} == {"code"}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("干瘦叶", "感受野"),
        ("ganshuoyi", "感受野"),
        ("nromalsiatoin", "normalization"),
        ("convxyz", "Conv"),
        ("atrousxyz", "atrous convolution"),
    ],
)
def test_terms_near_to_one_that_stands_nowhere_are_offered(
    small: KeywordIndex, typed: str, offered: str
) -> None:
    result = small.search(typed)
    (near,) = (note for note in result.notes if note.kind == "near")
    assert offered in near.values
    for term in near.values:
        assert small.search(term).total > 0, term


def test_nothing_is_offered_for_words_that_the_notes_hold(small: KeywordIndex) -> None:
    for query in ("感受野", "布料 稳定", "膨胀卷积 -感受野 -receptive", "布料 lang:en", "zzzzzz"):
        assert "near" not in kinds(small.search(query)), query


@pytest.mark.parametrize("query", [*QUERIES, "lang:zh", "-卷积"])
def test_facets_add_up(shipped: KeywordIndex, query: str) -> None:
    result = shipped.search(query, len(shipped.passages))
    assert len(result.hits) == result.total > 0
    for parting in ("source", "kind", "language"):
        assert sum(result.facets[parting].values()) == result.total
    for facet, counts in result.facets.items():
        assert all(0 < count <= result.total for count in counts.values())
        for value, count in list(counts.items())[:5]:
            narrowed = shipped.search(query, 0, facets={facet: [value]})
            assert narrowed.total == count, (facet, value)


def test_the_users_own_notes_come_first_among_the_sources(shipped: KeywordIndex) -> None:
    sources = list(shipped.search("卷积", 0).facets["source"])
    companions = [source.startswith("companion/") for source in sources]
    assert companions == sorted(companions)
    assert any(companions) and not all(companions)


def test_a_source_named_in_full_is_that_source_only(shipped: KeywordIndex) -> None:
    sources = shipped.search("卷积", 0).facets["source"]
    for source, count in sources.items():
        assert shipped.search(f'卷积 source:"{source}"', 0).total == count


def test_marks_stop_at_brackets_and_stay_out_of_formulas(shipped: KeywordIndex) -> None:
    formula = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
    for query in (
        "receptive field RF",
        "CNN 卷积",
        "batch norm BN",
        "lambda",
        "sigma",
        "归一化 BN",
    ):
        for hit in shipped.search(query, 200).hits:
            inside = [range(*m.span()) for m in formula.finditer(hit.passage.text)]
            for start, end in hit.highlights:
                assert not set("()（）[]{}【】《》") & set(hit.passage.text[start:end])
                assert not any(start < place.stop and place.start < end for place in inside)


def test_pages_of_hits_follow_each_other(shipped: KeywordIndex) -> None:
    whole = [hit.passage.id for hit in shipped.search("卷积", 1000).hits]
    pages = [shipped.search("卷积", 7, offset).hits for offset in range(0, len(whole) + 7, 7)]
    assert [hit.passage.id for page in pages for hit in page] == whole
    assert shipped.search("卷积", 0).hits == ()


def test_the_card_of_a_concept(small: KeywordIndex) -> None:
    card = small.search("atrous convolution").card
    assert card is not None
    assert (card.concept, card.zh, card.en) == (
        "dilated-convolution", "空洞卷积", "dilated convolution",
    )  # fmt: skip
    assert "膨胀卷积" in card.aliases
    assert [p.id for p in card.passages["zh"]] == ["dilated-zh"]
    assert [p.id for p in card.passages["en"]] == ["dilated-en"]
    assert card.demos == ("receptive-field",)
    assert small.search("空洞卷积 布料").card is None
    assert small.search("卷积 OR 布料").card is None


def test_the_card_shows_the_beginning_of_a_long_answer(analyzer: Analyzer) -> None:
    texts = ("感受野是特征图上一点对应的输入区域。", "感受野、感受野与感受野。")
    parts = [
        Passage(str(i), "a.md", "问题", text, "zh", part=i, parts=2)
        for i, text in enumerate(texts, 1)
    ]
    card = KeywordIndex.build(parts, analyzer).search("感受野").card
    assert card is not None
    assert [p.id for p in card.passages["zh"]] == ["1"]


def test_confusions_are_told_from_both_sides(small: KeywordIndex) -> None:
    one = small.search("convolution").card
    assert one is not None
    for other, name in one.confused:
        back = small.search(name.zh).card
        if back is not None and back.concept == other:
            assert "convolution" in [i for i, _ in back.confused]


def test_json_holds_the_result(small: KeywordIndex) -> None:
    document = json.loads(json.dumps(result_json(small.search("空洞卷積 感受野"))))
    assert {"passages", "facets", "total", "notes", "card"} <= set(document)
    first = document["passages"][0]
    assert {"id", "source", "heading", "text", "score", "highlights", "snippet"} <= set(first)
    assert document["total"] == sum(entry["count"] for entry in document["facets"]["source"])
    spans = [first["text"][a:b] for a, b in first["highlights"]]
    assert "感受野" in spans


@pytest.mark.parametrize("query", ["😀" * 100_000, "卷 " * 50_000, "\\" * 100_000, '"a' * 50_000])
def test_the_document_repeats_little_of_an_endless_query(small: KeywordIndex, query: str) -> None:
    document = result_json(small.search(query, 0))
    assert len(json.dumps({k: v for k, v in document.items() if k != "facets"})) < 10_000


def test_the_same_query_gives_the_same_document(small: KeywordIndex) -> None:
    assert result_json(small.search("卷积")) == result_json(small.search("卷积"))


def test_an_empty_collection_answers(small: KeywordIndex) -> None:
    empty = KeywordIndex.build([])
    assert empty.search("卷积").total == 0
    assert empty.search("lang:zh").total == 0


@given(query=st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_searched(small: KeywordIndex, query: str) -> None:
    result = small.search(query)
    assert result.total >= len(result.hits)
    json.dumps(result_json(result))
