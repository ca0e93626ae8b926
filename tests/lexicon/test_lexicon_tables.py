"""The other tables of words: every row can be used, nothing is there twice."""

import re
from collections import Counter

import pytest

from bot.analysis.analyzer import frame_words
from bot.analysis.aspects import announced_aspects, asked_aspects
from bot.analysis.casing import as_title
from bot.analysis.folding import fold
from bot.analysis.glossary import load_glossary
from bot.resources import read_rows, read_text, read_toml
from bot.smalltalk import small_talk

GLOSSARY = load_glossary()
ASPECTS = read_rows("aspects.tsv")


def test_described_concepts_exist_and_are_described_once() -> None:
    rows = read_rows("descriptions.tsv")
    counts = Counter(row["id"] for row in rows)
    assert [i for i in counts if i not in GLOSSARY] == []
    assert [i for i, n in counts.items() if n > 1] == []
    assert [row["id"] for row in rows if not (row["zh"] and row["en"])] == []


def test_a_description_does_not_name_its_concept() -> None:
    """Half the descriptions would prove nothing: a named concept is found without them."""
    named = [
        row["id"]
        for row in read_rows("descriptions.tsv")
        for text in f"{row['zh']}|{row['en']}".split("|")
        if any(len(n) > 3 and fold(n) in fold(text) for n in GLOSSARY[row["id"]].zh)
    ]
    assert named == []


@pytest.mark.parametrize("row", ASPECTS, ids=lambda row: row["id"])
def test_every_word_of_an_aspect_is_understood(row: dict[str, str]) -> None:
    for column, understood in (
        ("zh", asked_aspects), ("en", asked_aspects),
        ("heading_zh", announced_aspects), ("heading_en", announced_aspects),
    ):  # fmt: skip
        words = [word for word in row[column].split("|") if word]
        assert words, column
        assert [word for word in words if row["id"] not in understood(word)] == []


@pytest.mark.parametrize("name", ["stopwords.txt", "capital_only.txt"])
def test_a_list_has_every_word_once(name: str) -> None:
    lines = [x.strip() for x in read_text(name).splitlines() if x and x[0] != "#"]
    assert [word for word, n in Counter(map(fold, lines)).items() if n > 1] == []


def test_frames_hold_no_topic() -> None:
    topics = {
        fold(name)
        for concept in GLOSSARY.values()
        if concept.field in ("cv", "detection", "segmentation")
        for name in concept.names
    }
    assert sorted(topics & {fold(word) for word in frame_words()}) == []


def test_lookalikes_are_groups_of_different_characters() -> None:
    for row in read_rows("lookalikes.tsv"):
        group = row["characters"]
        assert len(group) >= 2
        assert len(set(group)) == len(group)


def test_everyday_words_translate() -> None:
    rows = read_rows("everyday.tsv")
    assert [row["en"] for row in rows if not row["zh"]] == []
    assert [word for word, n in Counter(row["en"] for row in rows).items() if n > 1] == []


def test_everything_said_in_small_talk_gets_a_reply_in_both_languages() -> None:
    for kind, entry in read_toml("smalltalk.toml").items():
        for said in entry["said"]:
            reply = small_talk(f"{said}!")
            assert reply is not None, (kind, said)
            assert reply.zh
            assert reply.en


@pytest.mark.parametrize(
    ("turn", "replied_to"),
    [
        ("嗯嗯好的", "好的"),
        ("hi 在吗", "hi"),
        ("好的谢谢,先这样,拜拜", "拜拜"),
        ("谢谢, ok", "谢谢"),
    ],
)
def test_several_phrases_are_small_talk_as_one_is(turn: str, replied_to: str) -> None:
    assert small_talk(turn) == small_talk(replied_to) is not None


@pytest.mark.parametrize("turn", ["好的卷积", "thanksgiving", "谢谢 IoU", "你好" * 4000 + "x"])
def test_a_word_that_is_none_of_it_ends_small_talk(turn: str) -> None:
    assert small_talk(turn) is None


def test_thresholds_are_ordered_probabilities() -> None:
    fitted = read_toml("confidence.toml")
    thresholds = fitted["thresholds"]
    for collection in ("notes", "companion"):
        assert 0 < fitted[collection]["answer"] < thresholds["sure"] < 1
    assert 0 <= thresholds["tie"] < 1


def test_generic_concepts_of_dialogues_exist() -> None:
    generic = read_toml("dialogue.toml")["generic_concepts"]
    assert [concept for concept in generic if concept not in GLOSSARY] == []


def test_every_word_with_capitals_stands_in_a_name_and_is_there_once() -> None:
    words = [word for word in read_text("cased.txt").splitlines() if not word.startswith("#")]
    counts = Counter(word.lower() for word in words)
    assert [word for word, n in counts.items() if n > 1] == []
    assert [word for word in words if word == word.lower()] == []
    names = {name.lower() for c in GLOSSARY.values() for name in (*c.en, *c.abbr)}
    runs = {run for name in names for run in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", name)}
    parts = runs | {part for run in runs for part in run.split("-")}
    assert [word for word in words if word.lower() not in parts] == []


def test_titles_are_written_with_their_capitals() -> None:
    names = ("convolutional-neural-network", "batch-normalization", "u-net", "laplacian-operator")
    titles = [as_title(GLOSSARY[name].title.en) for name in names]
    assert titles[:2] == ["Convolutional neural network", "Batch normalization"]
    assert titles[2:] == ["U-Net", "Laplacian operator"]
