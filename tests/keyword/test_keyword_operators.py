"""Every operator, in both scripts and widths, and what happens to incomplete ones."""

import time

import pytest

from bot.keyword.index import KeywordIndex
from bot.keyword.result import KeywordResult
from bot.keyword.syntax import parse


def ids(result: KeywordResult) -> set[str]:
    return {hit.passage.id for hit in result.hits}


def kinds(result: KeywordResult) -> list[str]:
    return [note.kind for note in result.notes]


@pytest.mark.parametrize(
    "query",
    [
        '"batch norm"',
        "“batch norm”",
        "「batch norm」",
        "『ｂａｔｃｈ　ｎｏｒｍ』",
        "＂batch norm＂",
    ],
)
def test_a_phrase_is_found_in_its_order_only(small: KeywordIndex, query: str) -> None:
    assert ids(small.search(query)) == {"bn-en"}
    assert small.search('"norm batch"').total == 0


def test_a_chinese_phrase_is_not_found_by_its_words_apart(small: KeywordIndex) -> None:
    assert ids(small.search("「输入的分布」")) == {"bn-zh"}
    assert small.search("「分布的输入」").total == 0
    assert ids(small.search("分布的输入")) == {"bn-zh"}


@pytest.mark.parametrize(
    "query", ["感受野 -膨胀", "感受野 －膨胀", "感受野 -「膨胀」", "感受野　-膨脹"]
)
def test_excluded_words_never_stand_in_a_result(small: KeywordIndex, query: str) -> None:
    found = ids(small.search(query))
    assert "dilated-zh" not in found
    assert "dilated-en" in found


def test_exclusions_are_never_undone(small: KeywordIndex) -> None:
    result = small.search("膨胀卷积 -感受野 -receptive")
    assert result.total == 0
    assert "excluded" in kinds(result)
    assert ids(small.search("-卷积 -convolution -conv")) == {"code", "slip", "bn-zh"} - set()


@pytest.mark.parametrize("sign", ["OR", "或", "|", "｜"])
def test_either_of_two_words(small: KeywordIndex, sign: str) -> None:
    assert ids(small.search(f"布料 {sign} 稳定")) == {"code", "bn-zh"}
    assert ids(small.search(f"布料 {sign} 稳定 公式")) == {"bn-zh"}


def test_or_in_small_letters_is_a_word_and_a_pipe_needs_no_spaces() -> None:
    assert [len(group) for group in parse("a or b").groups] == [1, 1, 1]
    assert [len(group) for group in parse("甲|乙").groups] == [2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lang:en", {"dilated-en", "bn-en", "slip"}),
        ("语言：英文", {"dilated-en", "bn-en", "slip"}),
        ("has:code", {"code"}),
        ("含:代码", {"code"}),
        ("含：公式", {"bn-zh"}),
        ("語言:中文 含:代碼", {"code"}),
        ("Lang:EN source:bn", {"bn-en"}),
        ("has:demo", {"dilated-zh", "code"}),
        ("-has:demo lang:zh", {"bn-zh", "tw", "width"}),
        ("source:bn-", {"bn-zh", "bn-en"}),
        ("来源:code.md", {"code"}),
        ("topic:批归一化", {"bn-zh", "bn-en"}),
        ("主题:BN", {"bn-zh", "bn-en"}),
        ("topic:batch-normalization", {"bn-zh", "bn-en"}),
        ('topic:"batch norm" lang:zh', {"bn-zh"}),
        ("lang:zh lang:en has:code", {"code"}),
    ],
)
def test_filters(small: KeywordIndex, query: str, expected: set[str]) -> None:
    assert ids(small.search(query)) == expected


@pytest.mark.parametrize(
    "query",
    [
        '"感受野',
        "感受野 OR",
        "OR 感受野",
        "感受野 OR OR 卷积",
        "topic: 感受野",
        "has:banana 感受野",
        "lang:fr 感受野",
        "topic:zzzz 感受野",
        '"" 感受野',
        "感受野 OR -卷积",
        "感受野 OR lang:zh",
    ],
)
def test_a_malformed_query_is_searched_as_plain_words_and_says_so(
    small: KeywordIndex, query: str
) -> None:
    result = small.search(query)
    assert "malformed" in kinds(result)
    assert "dilated-zh" in ids(result)


def test_what_only_looks_like_an_operator_is_a_word(small: KeywordIndex) -> None:
    for query in (
        "https://x.y 感受野",
        "a - b 感受野",
        "或:感受野",
        "or:感受野",
        "Use: BatchNorm2d",
        "batch-norm",
    ):
        assert "malformed" not in kinds(small.search(query)), query


BAD = [
    "", " ", "　　", "\x00", "😀", "-", "--", "OR", "|", '"', '""', "“”", ":", "topic:", "-topic:",
    "(*.[a-z]+?)\\", "^$", "\\", "[", "'; DROP TABLE notes;--", "\ud800", "a\x00b", "\u202e卷积",
    "卷" * 100_000, "a " * 50_000, '"' * 999, "-a " * 30_000, "OR " * 30_000, "x" * 100_000,
    "topic:nms " * 5_000, "topic:zzzz " * 9_000, "a|" * 50_000, "\u200b" * 100_000, "é" * 50_000,
]  # fmt: skip


@pytest.mark.parametrize("query", BAD, ids=lambda query: repr(query[:12]))
def test_bad_input_is_an_answer_or_a_plain_sentence(small: KeywordIndex, query: str) -> None:
    began = time.process_time()
    result = small.search(query)
    assert time.process_time() - began < 2
    assert result.total or result.notes
    assert ("cut" in kinds(result)) == (len(query) > 2000)
    assert len(result.query) <= 2000
