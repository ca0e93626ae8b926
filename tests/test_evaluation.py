"""The figures by which answers are judged, on outcomes made by hand."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.analysis.analyzer import Analyzer
from bot.cli import main
from bot.companion import read_heads
from bot.engine import Bot
from bot.errors import InputError
from bot.evaluation import ablation
from bot.evaluation.ablation import NOTHING, VOTES, Worth, ablate, ablate_votes, scores_without
from bot.evaluation.calibration import abstention, auroc, calibration_error, reliability
from bot.evaluation.companion import companion_worths, follow_up_questions
from bot.evaluation.figures import (
    NEW_TOPIC,
    Outcome,
    ask_all,
    by_group,
    ndcg,
    summarise,
    summarise_dialogues,
)
from bot.evaluation.questions import (
    Question,
    load_questions,
    load_sections,
    part_of,
    question_sets,
    section_of,
)
from bot.evaluation.report import document, in_tables
from bot.passage import Passage
from bot.search import PassageIndex, Ranking

QUALITY = Path(__file__).parent / "quality"


def question(gold: dict[str, int], kind: str = "plain", language: str = "zh") -> Question:
    return Question("q", "?", language, kind, "t", gold)


def outcome(gold: dict[str, int], answered: bool, confidence: float, *sections: str) -> Outcome:
    return Outcome(question(gold), answered, confidence, sections)


RIGHT = outcome({"a": 2}, True, 0.9, "a", "b")
REFUSED = outcome({"a": 2}, False, 0.4, "a")
WRONG = outcome({"a": 2}, True, 0.6, "b", "a")
DECLINED = outcome({}, False, 0.1, "b")
FALSE = outcome({}, True, 0.7, "b")
WHOLE = Worth(NOTHING, 1, 1.0, 1.0, 1.0)


def test_a_summary_counts_what_it_names() -> None:
    figures = summarise([RIGHT, REFUSED, WRONG, DECLINED, FALSE])
    assert figures["answer@1"] == pytest.approx(1 / 3)
    assert figures["hit@1"] == pytest.approx(2 / 3)
    assert figures["nDCG@10"] == pytest.approx((1 + 1 + 1 / math.log2(3)) / 3)
    assert figures["false answers"] == 0.5
    assert figures["false refusals"] == 0.5
    assert figures["AUROC"] == pytest.approx(4 / 6)


def test_what_cannot_be_measured_is_not_a_number() -> None:
    assert math.isnan(summarise([DECLINED])["answer@1"])
    assert math.isnan(summarise([RIGHT])["false answers"])


def test_a_partly_right_passage_is_no_hit_but_gains() -> None:
    partly = outcome({"a": 2, "b": 1}, True, 0.5, "b", "a")
    assert not partly.hit
    assert 0 < ndcg(partly.question, partly.sections) < 1
    assert ndcg(partly.question, ("a", "b")) == 1.0


def test_a_section_gains_once() -> None:
    assert ndcg(question({"a": 2, "b": 2}), ("a", "a", "a", "b")) == ndcg(
        question({"a": 2, "b": 2}), ("a", "b")
    )


def test_perfect_confidence_has_no_error_and_orders_perfectly() -> None:
    pairs = [(1.0, True), (1.0, True), (0.0, False)]
    assert calibration_error(pairs) == 0.0
    assert auroc(pairs) == 1.0
    assert auroc([(p, not truth) for p, truth in pairs]) == 0.0


def test_every_pair_is_in_one_bin_of_the_reliability_table() -> None:
    pairs = [(n / 100, n % 2 == 0) for n in range(101)]
    bins = reliability(pairs)
    assert [b.count for b in bins] == [10] * 9 + [11]
    assert all(b.low <= b.said <= b.high for b in bins)


def test_a_higher_threshold_says_less() -> None:
    pairs = [(n / 100, n > 50) for n in range(101)]
    cuts = abstention(pairs, [0.0, 0.5, 0.9, 1.1])
    assert [cut.spoken for cut in cuts] == sorted((c.spoken for c in cuts), reverse=True)
    assert (cuts[0].spoken, cuts[2].precise) == (1.0, 1.0)
    assert math.isnan(cuts[3].precise)


def test_a_new_topic_is_polluted_when_something_was_carried_into_it() -> None:
    clean, carried = question({"a": 2}, NEW_TOPIC), question({"a": 2}, NEW_TOPIC)
    follow = question({"a": 2}, "carry")
    figures = summarise_dialogues(
        [
            Outcome(clean, True, 0.9, ("a",)),
            Outcome(carried, True, 0.9, ("b",), carried=True),
            Outcome(follow, True, 0.9, ("a",), carried=True),
        ]
    )
    assert figures["polluted"] == 0.5
    assert figures["hit@1"] == pytest.approx(2 / 3)


def test_outcomes_are_grouped_by_a_property() -> None:
    groups = by_group([RIGHT, DECLINED], lambda q: "in" if q.answerable else "out")
    assert groups == {"in": [RIGHT], "out": [DECLINED]}


def test_sections_join_headings_and_name_strangers() -> None:
    sections = load_sections(QUALITY)
    known = Passage("p", "scraped/000_8a15bca8a6ad8d47.txt", "空 洞卷积?", "x", "zh")
    assert section_of(known, sections) == "000-04"
    stranger = Passage("p", "other.md", "A b", "x", "en")
    assert section_of(stranger, sections) == "other.md/Ab"


def test_the_questions_of_the_project_are_sound() -> None:
    names = [path.stem for path in (QUALITY / "questions").glob("*.jsonl")]
    questions = load_questions(QUALITY, names)
    sections = set(load_sections(QUALITY).values())
    assert len({q.id for q in questions}) == len(questions)
    assert [q.id for q in questions if not set(q.gold) <= sections] == []
    assert [q.id for q in questions if not q.text.strip()] == []
    assert [q.id for q in questions if not set(q.gold.values()) <= {1, 2}] == []
    assert {q.language for q in questions} == {"zh", "en", "mixed", "zh-hant"}
    assert len([q for q in questions if not q.answerable]) >= 120
    assert len(questions) >= 400
    assert {part_of(q) for q in questions} == {"development", "fresh"}


@pytest.fixture
def folder(tmp_path: Path, one_analyzer: Analyzer) -> Path:
    """A folder of labelled questions over two notes of its own."""
    (tmp_path / "notes").mkdir()
    note = "# 空洞卷积\n\n空洞卷积扩大感受野。\n\n# 知识蒸馏\n\n教师网络教学生网络。\n"
    (tmp_path / "notes" / "a.md").write_text(note, "utf-8")
    rows = "section\tsource\theading\nA\ta.md\t空洞卷积\nB\ta.md\t知识蒸馏\n"
    (tmp_path / "sections.tsv").write_text(rows, "utf-8")
    (tmp_path / "questions").mkdir()
    base = {"language": "zh", "kind": "plain", "topic": "t"}
    asked = {
        "in_scope": {"id": "1", "text": "什么是空洞卷积", "gold": {"A": 2}, **base},
        "real_style": {"id": "2", "text": "知识蒸馏", "gold": {"B": 2}, **base},
        "out_of_scope": {"id": "3", "text": "今天天气怎么样", "gold": {}, **base},
        "once_held_out": {"id": "4", "text": "dilated convolution", "gold": {"A": 2}, **base},
        "fresh": {"id": "6", "text": "膨胀卷积", "gold": {"A": 2}, **base},
        "dialogues": {
            "id": "5", "text": "知识蒸馏是什么", "gold": {"B": 2}, **base,
            "kind": NEW_TOPIC, "turns": ["空洞卷积"],
        },
    }  # fmt: skip
    for name, row in asked.items():
        path = tmp_path / "questions" / f"{name}.jsonl"
        path.write_text(json.dumps(row) + "\n", "utf-8")
    return tmp_path


def test_the_bot_is_asked_with_the_earlier_turns(folder: Path) -> None:
    bot = Bot.open(folder / "notes")
    (spoken,) = ask_all(bot, load_questions(folder, ["dialogues"]), load_sections(folder))
    assert spoken.hit
    assert not spoken.carried
    assert spoken.question.turns == ("空洞卷积",)


def test_nothing_left_out_is_the_ranking_itself(folder: Path) -> None:
    bot = Bot.open(folder / "notes")
    ranking = bot.index.rank(bot.index.understand("空洞卷积"))
    assert scores_without(ranking, bot.index, "") == pytest.approx(ranking.scores)
    assert scores_without(ranking, bot.index, "titles")[0] < ranking.scores[0]


def test_every_part_is_left_out_once(folder: Path) -> None:
    bot = Bot.open(folder / "notes")
    asked = load_questions(folder, ["in_scope"])
    worths = ablate(bot.index, asked, load_sections(folder))
    assert worths[0] == WHOLE
    parts = bot.index.rank(bot.index.understand("x")).parts
    assert [worth.part for worth in worths[1:]] == list(parts)
    assert ablate(bot.index, [], {})[0].part == NOTHING
    titles = next(worth for worth in worths if worth.part == "titles")
    assert (titles.helped, titles.hurt) == (round(1 - titles.hit), 0)


def test_questions_that_a_part_decides_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    bot = Bot.over(
        [
            Passage("a", "a.md", "空洞卷积", "它扩大感受野。", "zh"),
            Passage("b", "b.md", "感受野", "空洞卷积扩大它,空洞卷积常用。", "zh"),
        ]
    )
    right = Question("1", "空洞卷积", "zh", "plain", "t", {"a.md/空洞卷积": 2})
    wrong = Question("2", "空洞卷积", "zh", "plain", "t", {"b.md/感受野": 2})

    def only_body_without_titles(ranking: Ranking, index: PassageIndex, part: str) -> np.ndarray:
        return np.array([1.0, 2.0] if part == "titles" else [2.0, 1.0])

    monkeypatch.setattr(ablation, "scores_without", only_body_without_titles)
    worths = {worth.part: worth for worth in ablate(bot.index, [right, right, wrong], {})}
    whole, titles, words = worths[NOTHING], worths["titles"], worths["words"]
    assert (whole.questions, whole.helped, whole.hurt) == (3, 0, 0)
    assert whole.hit == pytest.approx(2 / 3)
    assert (titles.helped, titles.hurt) == (2, 1)
    assert titles.hit == pytest.approx(1 / 3)
    assert (words.hit, words.hit3, words.helped, words.hurt) == (whole.hit, 1.0, 0, 0)


def test_votes_are_weighed_against_the_ranking_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = Bot.open(folder / "notes")
    asked, sections = load_questions(folder, ["in_scope"]), load_sections(folder)
    assert ablate_votes(bot.index, asked, sections) == [
        WHOLE,
        Worth(VOTES, 1, 1.0, 1.0, 1.0),
    ]

    def upside_down(ranking: Ranking, index: PassageIndex) -> tuple[Ranking, float]:
        return replace(ranking, scores=np.where(ranking.scores > 0, 1 - ranking.scores, 0)), 0.5

    monkeypatch.setattr(ablation, "judged", upside_down)
    voted, alone = ablate_votes(bot.index, asked, sections)
    assert voted.hit < alone.hit == 1.0
    assert (alone.helped, alone.hurt) == (0, 1)


HEAD = """---
concepts: [{id}]
level: basic
demos: []
answers: []
sources: [none]
checks: []
follow-ups:
{follow_ups}
---

# {title}

{text}
"""


def companion(folder: Path, name: str, title: str, text: str, follow_ups: str) -> None:
    path = folder / "companion" / "en" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(id=name, title=title, text=text, follow_ups=follow_ups), "utf-8")


def test_companion_notes_are_sought_by_the_follow_up_questions_of_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = folder / "notes"
    dropout, iou = "Units are set to zero at random.", "Overlap of two boxes over their union."
    companion(notes, "dropout", "What is dropout?", dropout, "  - What is IoU? -> iou")
    asked = "  - Why dropout? -> dropout\n  - What is IoU? -> dropout"
    companion(notes, "iou", "What is the IoU of two boxes?", iou, asked)
    read, warnings = read_heads(notes)
    assert warnings == ()
    questions = follow_up_questions(read, "en")
    assert {q.text: q.gold for q in questions} == {
        "What is IoU?": {"iou": 2, "dropout": 2},
        "Why dropout?": {"dropout": 2},
    }
    assert follow_up_questions(read, "zh") == []
    worths = companion_worths(Bot.open(notes), notes)
    assert list(worths) == ["en"]
    assert worths["en"][0].questions == 2
    assert worths["en"][0].hit == 1.0
    assert len(worths["en"]) > 10
    assert main(["eval", "--corpus", str(notes), "--questions", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "companion notes\n" in out and "companion notes, en, without one part\n" in out


def test_eval_prints_tables_or_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["eval", "--corpus", str(folder / "notes"), "--questions", str(folder)]
    assert main([*command, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["all"]["questions"] == 5
    assert figures["all"]["hit@1"] == 1.0
    assert set(figures["parts"]) == {"development", "fresh"}
    assert figures["dialogues"]["all"]["polluted"] == 0.0
    assert figures["dialogues"]["all"]["false answers"] is None
    assert len(figures["reliability"]) == 10
    assert [worth["part"] for worth in figures["votes"]] == [NOTHING, VOTES]
    assert main(command) == 0
    out = capsys.readouterr().out
    tables = ("questions", "not in the notes", "reliability", "abstention", "dialogues")
    for title in (*tables, "without one part"):
        assert f"{title}\n" in out
    assert "nDCG@10" in out


def test_tables_line_up() -> None:
    figures = document([RIGHT, DECLINED], [], {}, [WHOLE], [WHOLE])
    for block in in_tables(figures).split("\n\n"):
        widths = {len(line) for line in block.splitlines()[1:]}
        assert len(widths) == 1


@pytest.mark.parametrize("name", ["sections.tsv", "questions/in_scope.jsonl"])
@pytest.mark.parametrize("data", [None, b"\xff\xfe", b"{", b"[1]\n", b"{}\n"])
def test_what_is_no_set_of_questions_is_told(
    folder: Path, name: str, data: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / name
    path.unlink() if data is None else path.write_bytes(data)
    if name == "sections.tsv" and data in (b"{", b"[1]\n", b"{}\n"):
        assert load_sections(folder) == {}
        return
    with pytest.raises(InputError):
        load_sections(folder)
        load_questions(folder, ["in_scope"])
    command = ["eval", "--questions", str(folder), "--corpus", str(folder / "notes")]
    if not path.exists() and name != "sections.tsv":
        assert main(command) == 0, "the other files are enough"
        return
    assert main(command) == 2
    assert path.name in capsys.readouterr().err


def test_a_folder_of_your_own_needs_one_file_of_questions(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no labelled questions"):
        question_sets(tmp_path)
    folder = tmp_path / "questions"
    folder.mkdir()
    for name in ("mine", "dialogues", "fresh", "in_scope"):
        (folder / f"{name}.jsonl").touch()
    assert question_sets(tmp_path) == ["in_scope", "fresh", "dialogues", "mine"]
