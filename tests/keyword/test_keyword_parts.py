"""The parts of keyword search, each by itself: layout, postings, vocabulary, planning."""

import numpy as np
import pytest

from bot.keyword.alphabet import encode, fold_text, units
from bot.keyword.layout import BLOCK, GAP, lay_out, read_segments, title_lines
from bot.keyword.matching import Finder
from bot.keyword.postings import index_pairs, index_words
from bot.keyword.spellings import sequence_of, spellings
from bot.keyword.syntax import parse
from bot.keyword.vocabulary import Vocabulary
from bot.keyword.writing import written
from bot.passage import Passage

TEXTS = ("alpha beta", "卷积网络", "BatchNorm2d 与 ResNet50", "网络 alphabet 𠮷野家", "")


def finder_over(texts: tuple[str, ...]) -> Finder:
    passages = [Passage(str(i), "a.md", "", text, "zh") for i, text in enumerate(texts)]
    layout, points = lay_out(read_segments(passages))
    return Finder(layout, index_pairs(layout), index_words(layout, points))


@pytest.fixture(scope="module")
def finder() -> Finder:
    return finder_over(TEXTS)


def places(finder: Finder, text: str) -> list[tuple[int, int]]:
    """(passage, offset into its text) of every match of ``text``."""
    matches = finder.find(sequence_of(text))
    segments = finder.layout.segments(matches.starts)
    assert all(segment % 2 for segment in segments)
    offsets = matches.starts - finder.layout.starts[segments]
    return sorted(zip((segments // 2).tolist(), offsets.tolist(), strict=True))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("卷积网络", [(1, 0)]),
        ("网络", [(1, 2), (3, 0)]),
        ("络", [(1, 3), (3, 1)]),
        ("𠮷野", [(3, 12)]),
        ("alpha", [(0, 0)]),
        ("norm", [(2, 5)]),
        ("batch norm", [(2, 0)]),
        ("res net 50", [(2, 14)]),
        ("alpha-beta", [(0, 0)]),
        ("beta 卷积", []),
        ("络卷", []),
        ("鸟", []),
        ("", []),
    ],
)
def test_sequences_are_found_where_they_stand(
    finder: Finder, typed: str, expected: list[tuple[int, int]]
) -> None:
    assert places(finder, typed) == expected


def test_a_beginning_finds_all_its_words(finder: Finder) -> None:
    numbers = finder.words.with_prefix("alpha")
    assert [finder.words.words[i] for i in numbers] == ["alpha", "alphabet"]


def test_segments_begin_at_blocks_and_keep_apart(finder: Finder) -> None:
    layout = finder.layout
    assert (layout.starts % BLOCK == 0).all()
    ends = layout.starts + layout.lengths
    assert (layout.starts[1:] - ends[:-1] >= GAP).all()
    for segment, (start, length) in enumerate(zip(layout.starts, layout.lengths, strict=True)):
        inside = layout.segments(np.arange(start, start + length))
        assert (inside == segment).all()


def test_the_heading_stands_first_in_the_title() -> None:
    assert title_lines(Passage("p", "s", "内", "", "zh", trail=("外", "中"))) == "内\n中\n外"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ef\ufb01cient \ufb02ow", "efficient flow"),
        ("cafe\u0301, e\u0301\u0323", "caf\u00e9, e"),
        ("か\u3099", "が"),
        ("网\u200b络\u00ad架", "网络架"),
        ("👩\u200d👧卷\u0301积", "👩👧卷积"),
        ("㎡ 与 ㍿", "m2 与 株式会社"),
        ("½ … 空洞", "½ … 空洞"),
        ("", ""),
        ("\u0301", ""),
    ],
)
def test_a_text_is_read_without_what_only_typesetting_adds(text: str, read: str) -> None:
    found = written(text)
    assert found.text == read
    if found.begins:
        assert len(found.begins) == len(found.ends) == len(read)
        assert all(a < b <= len(text) for a, b in zip(found.begins, found.ends, strict=True))


def test_folding_keeps_the_length_of_every_character() -> None:
    everything = "".join(map(chr, range(0x3000))) + "㍍ﬃİ𠮷🎉"
    assert len(fold_text(everything)) == len(everything)


def test_more_characters_than_two_bytes_count_are_kept_apart() -> None:
    points = np.array([*range(0x3400, 0x9FFF), *range(0x20000, 0x2A6DF), *range(0xAC00, 0xD7A3)])
    alphabet, codes = encode(points.astype(np.uint32))
    assert len(alphabet.kinds) > 2**16
    assert int(codes.max()) == len(alphabet.kinds) - 1


def test_units_are_runs_and_words() -> None:
    assert [("BN层-3×3卷积"[a:b], wide) for a, b, wide in units(fold_text("BN层-3×3卷积"))] == [
        ("BN", False), ("层", True), ("3", False), ("3", False), ("卷积", True),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    finder = finder_over(("receptive field fields", "normalization normalize bn resnet50 batch"))
    return Vocabulary(finder.words, {"dilation"}, {"dilation"})


@pytest.mark.parametrize(
    ("typed", "prefix", "read"),
    [
        ("recpetive", False, "receptive"),
        ("eceptive", False, None),
        ("eeceptive", False, "receptive"),
        ("feild", False, "field"),
        ("fild", False, None),
        ("resnet51", False, None),
        ("bm", False, None),
        ("dialtion", False, "dilation"),
        ("recpe", True, "recep"),
        ("recpe", False, None),
        ("zzzzzzzzz", True, None),
    ],
)
def test_corrections(vocabulary: Vocabulary, typed: str, prefix: bool, read: str | None) -> None:
    assert vocabulary.correction(typed, prefix) == read


def test_forms_and_splits(vocabulary: Vocabulary) -> None:
    assert vocabulary.forms("field") == ["fields"]
    assert vocabulary.splits("receptivefield", False) == [("receptive", "field")]
    assert len(spellings("receptive field", vocabulary)) == 1
    joined = finder_over(("skipjoint",))
    assert len(spellings("skip joint", Vocabulary(joined.words))) == 2


def test_or_binds_closer_than_the_space() -> None:
    groups = parse("甲 OR 乙 丙").groups
    assert [[wish.text for wish in group] for group in groups] == [["甲", "乙"], ["丙"]]


def test_a_query_that_ends_with_a_space_or_quote_is_finished() -> None:
    assert parse("recep").open_end
    assert not parse("recep ").open_end
    assert not parse('"recep"').open_end
