"""The peers bench on small texts: no package is fetched, no other engine is asked."""

import pytest

from benchmarks import peers, peers_collections, peers_sets
from benchmarks.peers_collections import Section
from bot.passage import Passage

REST = "The rest of it, which is long enough to be found by other words."
PAGE = """<head><title>no</title></head><body>
<h2><a id="one"></a>1.2. First&amp;last</h2><p>Some <b>bold</b>
words.</p><p>More.</p><script>no()</script><h3>Second</h3><ul><li>a</li></ul></body>"""


def test_sections_of_a_page_end_at_the_next_heading():
    found = list(peers_collections.html_sections(PAGE, "page"))
    assert found == [
        Section("page#one", "First&last", "Some bold words.\nMore."),
        Section("page#1", "Second", "a"),
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("一个通道只看一个值。" + "其余的话" * 20, ("一个通道只看一个值。", "其余的话" * 20)),
        (f"It is the first sentence. {REST}", ("It is the first sentence.", REST)),
        ("Short. Then nothing.", None),
    ],
)
def test_first_sentence_is_split_from_a_rest_worth_finding(text, pieces):
    assert peers_sets.split_first(text) == pieces


def test_a_question_asked_of_two_sections_is_left_out():
    texts = {
        str(i): Section(str(i), heading, f"text {i}")
        for i, heading in enumerate(["Introduction", "introduction", "Padding"])
    }
    task = peers_sets.titles("small", False, texts)
    assert task.questions == [("Padding", frozenset([2]))]
    assert [passage.heading for passage in task.passages] == ["", "", ""]


def test_every_piece_of_a_section_answers_its_heading():
    texts = {"a": Section("a", "Padding", "one\ntwo\nthree"), "b": Section("b", "Stride", "four")}
    task = peers_sets.pieces("small", False, texts, 7)
    assert [passage.text for passage in task.passages] == ["one\ntwo", "three", "four"]
    assert set(task.questions) == {("Padding", frozenset([0, 1])), ("Stride", frozenset([2]))}


def test_ndcg_of_one_and_of_two_right_passages():
    assert peers.ndcg([3, 1], frozenset([3])) == 1
    assert peers.ndcg([], frozenset([3])) == 0
    assert peers.ndcg([3, 9, 4], frozenset([3, 4])) == pytest.approx(1.5 / (1 + 0.63093), abs=1e-4)


def test_our_index_is_asked_as_anyone_would():
    passages = [
        Passage("a", "s", "", "空洞卷积扩大感受野。", "zh"),
        Passage("b", "s", "", "Batch normalization keeps statistics.", "en"),
    ]
    task = peers_sets.Task("small", False, passages, [("感受野", frozenset([0]))])
    value, milliseconds = peers.measure(task, ["ours"], None)["ours"]
    assert value == 1 and milliseconds > 0
    assert "| small | seen | 2 | 1 |" in peers.row(task, {"ours": (value, milliseconds)})
