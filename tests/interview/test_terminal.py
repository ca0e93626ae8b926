"""The interview in the terminal, played from a script, and grading in batches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from interview_samples import NOON, Clock

from bot.answer import Answer, Verdict
from bot.cli import main
from bot.engine import Bot
from bot.errors import InputError
from bot.interview.backup import backups
from bot.interview.batch import find_reference, grade_batch
from bot.interview.exercises import Verdict as ExerciseVerdict
from bot.interview.grading import Grader
from bot.interview.questions import Question, question_bank
from bot.interview.records import Answered, cards, history, record
from bot.interview.room import Bank, Room
from bot.interview.saved_sessions import open_session, save_session, sessions, stored_session
from bot.interview.schedule import EVERYDAY
from bot.interview.session import Options, Session, start
from bot.interview.shelf import favourites
from bot.interview.store import Store
from bot.interview.terminal import run_interview
from bot.interview.terminal_grade import grade_answer
from bot.interview.terminal_room import Terminal
from bot.passage import Passage

Play = Callable[..., tuple[Session, str]]


@pytest.fixture
def play(small_bot: Bot, store: Store, clock: Clock) -> Play:
    """Plays the given input lines; the session at the end and all that was printed."""

    def run(*lines: str, **options: object) -> tuple[Session, str]:
        script: Iterator[str] = iter(lines)
        printed: list[str] = []

        def read(prompt: str) -> str:
            printed.append(prompt)
            try:
                return next(script)
            except StopIteration:
                raise EOFError from None

        wanted = Options(**{"count": 2, "seed": 1, **options})  # type: ignore[arg-type]
        session = run_interview(small_bot, store, wanted, read, printed.append, clock)
        return session, "\n".join(printed)

    return run


def test_a_whole_interview_is_asked_graded_stored_and_reported(play: Play, store: Store) -> None:
    session, printed = play("扩大感受野", "", "", "不知道", "", "1")
    assert session.finished and len(history(store)) == 2 == len(cards(store))
    assert open_session(store) is None
    for part in ("第 1 题，共 2 题", "参考答案", "# 面试报告", "不理解意思", "分钟"):
        assert part in printed


def test_it_speaks_english(play: Play) -> None:
    _, printed = play("IoU is the intersection over the union", "", "3", ":skip", language="en")
    assert "Question 1 of 2" in printed and "# Interview report" in printed and "Again" in printed


def test_the_reference_is_not_shown_before_the_answer(play: Play, small_bot: Bot) -> None:
    _, printed = play(":hint", ":quit", count=1)
    assert not any(p.text and p.text[:20] in printed for p in small_bot.corpus.passages)


def test_after_a_break_the_same_question_and_the_draft_return(play: Play) -> None:
    left, _ = play("写到一半")
    again, printed = play("y", "写完", "", "3", ":skip")
    assert again.queue == left.queue and "写到一半" in printed and again.finished


def test_declining_the_old_interview_starts_a_new_one(play: Play, store: Store) -> None:
    left, _ = play()
    fresh, _ = play("n", ":quit", seed=2)
    assert fresh.id != left.id and open_session(store) == fresh


def test_undo_takes_back_the_grade_and_asks_again(play: Play, store: Store) -> None:
    session, printed = play("不知道", "", "1", ":undo", "扩大感受野", "", "4", ":skip")
    assert "已撤销" in printed
    assert [review.rating for review in history(store)] == [4]
    assert [result.rating for result in session.results] == [4, 0]


def test_after_an_undo_the_typed_answer_is_there_again(play: Play) -> None:
    _, printed = play("写过的答案", "", "1", ":undo", ":quit")
    assert printed.count("写过的答案") >= 1 and "上次写到：" in printed


def test_the_last_grade_can_be_taken_back_after_the_report(play: Play, store: Store) -> None:
    session, _ = play("不知道", "", "1", ":undo", ":skip", count=1)
    assert session.finished and not history(store)
    assert [result.rating for result in session.results] == [0]


def test_what_went_wrong_is_drilled_again_at_once(play: Play, store: Store) -> None:
    session, _ = play("不知道", "", "1", ":drill", "", "4", count=1)
    assert session.id.endswith("-drill") and session.finished
    assert [review.rating for review in history(store)] == [1, 4]


def test_a_skipped_question_stands_in_the_report(play: Play) -> None:
    session, printed = play(":skip", count=1)
    assert "评分：跳过" in printed and len(session.results) == 1


def test_hints_never_repeat_and_return_after_a_break(play: Play) -> None:
    left, printed = play(*[":hint"] * 9, ":quit", count=1)
    hints = [line for line in printed.splitlines() if line.startswith("提示：")]
    assert len(hints) == len(set(hints)) == len(left.told) > 0 and "没有更多提示" in printed
    _, again = play("y", ":quit")
    assert all(hint in again for hint in hints)


def test_the_clock_stands_while_paused(play: Play, store: Store) -> None:
    session, printed = play(":pause", "", ":skip", count=1, seconds=60)
    assert "已暂停" in printed and printed.count("建议用时还剩") == 2
    assert session.results[0].seconds < 60


def test_an_interview_can_be_ended_with_its_report(play: Play, store: Store) -> None:
    session, printed = play("不知道", "", "1", ":end")
    assert session.finished and len(session.results) == 1 and "# 面试报告" in printed
    assert open_session(store) is None


def test_a_question_becomes_a_favourite_and_stops_being_one(play: Play, store: Store) -> None:
    session, _ = play(":star", ":quit", count=1)
    assert [q.id for q in favourites(store)] == list(session.queue)
    _, printed = play("y", ":star", ":nonsense", ":quit")
    assert favourites(store) == () and printed.count("命令：") == 2


def test_the_number_of_an_exercise_is_checked(play: Play, store: Store) -> None:
    tried = ["1/7", "3/11", "1/3"]
    _, printed = play("两个框", "", ":calc", "什么", "999", *tried, "2", count=3)
    assert "算一算" in printed and "没有看到数字" in printed
    assert "还不对" in printed and "✓ 对：" in printed
    assert [review.rating for review in history(store)][:1] == [2]


def test_the_report_tells_what_became_of_an_exercise(play: Play, store: Store) -> None:
    session, printed = play("两个框", "", ":calc", "999", "", "2", ":end", count=3)
    (done,) = session.results
    assert done.computed is not None and done.computed.verdict is ExerciseVerdict.WRONG
    report = printed[printed.index("# 面试报告") :]
    assert f"{done.computed.asked.zh} 999 · 还不对" in report
    assert stored_session(store, session.id) == session


def test_an_exercise_can_be_given_up(play: Play) -> None:
    _, printed = play("两个框", "", ":calc", "", "2", count=3)
    assert "python -m bot demo iou" in printed


def test_undo_of_a_skip_and_undo_of_nothing(play: Play, store: Store) -> None:
    session, printed = play(":undo", ":skip", ":undo", ":skip", ":skip")
    assert "没有可撤销" in printed and session.finished and not history(store)
    assert printed.count("回到刚才跳过的题") == 1 and "撤销上一题的评分" not in printed


def test_a_rating_is_asked_until_it_is_one(play: Play, store: Store) -> None:
    play("不知道", "", "9", "good", "2", ":quit")
    assert [review.rating for review in history(store)] == [2]


def test_the_time_limit_is_told(play: Play) -> None:
    _, printed = play(":quit", seconds=90)
    assert "秒" in printed


def test_no_fitting_question_is_refused_with_a_sentence(play: Play) -> None:
    with pytest.raises(InputError):
        play(topics=("none",))


def test_a_batch_takes_references_from_the_line_or_from_the_notes(
    small_bot: Bot, grader: Grader
) -> None:
    lines = [
        {
            "id": "a",
            "question": "什么是栈?",
            "reference": "后进先出的线性表",
            "answer": "后进先出的线性表",
        },
        {"id": "b", "question": "空洞卷积有什么缺点?", "answer": "有网格效应,丢失局部信息"},
        {"question": "空洞卷积有什么缺点?", "answer": ""},
    ]
    first, second, third = grade_batch(lines, grader, small_bot)
    assert first["id"] == "a" and first["score"] > 0.7 and first["missing"] == []
    assert second["covered"] and "网格效应" in "".join(second["covered"] + second["missing"])
    assert third["id"] == 3 and third["score"] == 0 and third["hints"]


def test_a_batch_says_so_when_the_notes_have_no_answer(small_bot: Bot, grader: Grader) -> None:
    (result,) = grade_batch([{"question": "zzz qqq", "answer": "x"}], grader, small_bot)
    assert result["score"] <= 0.2 and "no answer" in result["hints"][0]


@dataclass(frozen=True)
class TwoAnswers:
    """Notes that answer any question by a jotted note and by a companion note in two languages."""

    passages: tuple[Passage, ...] = (
        Passage("own", "a.md", "Dropout", "随机丢弃", "zh"),
        Passage("zh", "companion/zh/d.md", "什么是 Dropout?", "训练时随机置零。", "zh",
                origin="companion"),
        Passage("en", "companion/en/d.md", "What is dropout?", "Units are zeroed.", "en", parts=2,
                origin="companion"),
        Passage("en2", "companion/en/d.md", "What is dropout?", "## Why\nNo co-adaptation.", "en",
                part=2, parts=2, origin="companion"),
    )  # fmt: skip

    def ask(self, question: str) -> Answer:
        own, companion = self.passages[:1], self.passages[1:2]
        return Answer(True, 0.9, (), (), "zh", Verdict.SURE, answers=2, sections=(own, companion))


@pytest.mark.parametrize(
    ("answer", "reference"),
    [("随机关掉一些神经元", "训练时随机置零。"), ("", "训练时随机置零。"),
     ("It switches units off", "Units are zeroed.\n## Why\nNo co-adaptation.")],
)  # fmt: skip
def test_the_reference_is_the_full_answer_in_the_language_of_the_answer(
    answer: str, reference: str
) -> None:
    assert find_reference("什么是 Dropout?", answer, TwoAnswers()) == reference


def test_a_full_note_of_ones_own_is_the_reference_when_it_answers_best() -> None:
    full = Passage("own", "a.md", "Dropout", "训练时随机关掉一部分神经元。" * 12, "zh")
    companion = Passage(
        "zh", "companion/zh/d.md", "Dropout", "置零。" * 90, "zh", origin="companion"
    )

    class Notes(TwoAnswers):
        def ask(self, question: str) -> Answer:
            sections = ((full,), (companion,))
            return Answer(True, 0.9, (), (), "zh", Verdict.SURE, answers=2, sections=sections)

    assert find_reference("什么是 Dropout?", "随机关掉", Notes()) == full.text


@pytest.mark.parametrize(
    "line", [{}, {"question": 5}, {"question": "q", "answer": []}, {"question": " "}]
)
def test_a_bad_line_is_refused_by_its_number(
    small_bot: Bot, grader: Grader, line: dict[str, object]
) -> None:
    with pytest.raises(InputError, match="line 1"):
        list(grade_batch([line], grader, small_bot))


def test_an_interview_goes_on_when_a_note_was_deleted(
    play: Play, small_bot: Bot, store: Store, clock: Clock
) -> None:
    left, _ = play()
    fewer = Bot.over([p for p in small_bot.corpus.passages if p.id != left.queue[0]])
    script = iter(["y", "不知道", "", "1"])
    printed: list[str] = []

    def read(prompt: str) -> str:
        return next(script, ":quit")

    session = run_interview(fewer, store, left.options, read, printed.append, clock)
    assert session.queue == left.queue
    assert [review.question for review in history(store)] == [left.queue[0]]


def test_an_unfinished_interview_drops_questions_nobody_knows(play: Play, store: Store) -> None:
    left, _ = play()
    with store.writing() as db:
        db.execute("DELETE FROM questions")
    lost = replace(left, queue=("gone", *left.queue))
    save_session(store, lost, NOON)
    session, _ = play("y", ":quit")
    assert session.queue == left.queue


def test_a_renamed_note_takes_its_history_along(play: Play, store: Store, small_bot: Bot) -> None:
    asked = question_bank(small_bot.corpus.passages, small_bot.analyzer)
    old = replace(asked[0], id="before")
    record(store, Answered(old, 3), NOON)
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM questions").fetchone()[0] == 1
    _, printed = play(":quit")
    assert "笔记改过" in printed and cards(store).keys() == {asked[0].id}
    assert len(backups(store.folder)) == 1


def test_the_command_knows_topics_levels_and_the_local_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path / "home"))
    (tmp_path / "a.md").write_text(
        "# 笔记\n\n## 什么是空洞卷积?\n\n空洞卷积在卷积核中插入空洞,扩大感受野。\n", "utf-8"
    )
    monkeypatch.setattr("builtins.input", lambda prompt: ":quit")
    command = ["interview", "--corpus", str(tmp_path), "--level", "1", "--topic", "dl"]
    assert main(command) == 0 and "空洞卷积" in capsys.readouterr().out
    (left,) = sessions(Store.open(tmp_path / "home"))
    assert (left.options.levels, left.options.topics) == ((1,), ("dl",))
    assert main([*command, "--topic", "no-such"]) == 2


SECTIONS = "RoIAlign keeps fractional coordinates.\n\n## Why\nHalf a cell is eight pixels."


def test_the_rest_of_a_reference_is_shown_when_asked_for(
    grader: Grader, store: Store, clock: Clock, question: Question
) -> None:
    asked = replace(question, reference=SECTIONS, language="en")
    session = start([asked], Options(count=1, language="en"), {}, clock())
    typed, printed = iter((":more", "1")), list[str]()

    def read(prompt: str) -> str:
        printed.append("<read>")
        return next(typed)

    room = Room(Bank({asked.id: asked}, grader), store, EVERYDAY)
    at = Terminal(room, read, printed.append, clock, "en")
    grade_answer(at, room.submit(session, "it keeps fractional coordinates", clock()))
    first = printed.index("<read>")
    assert any("RoIAlign keeps" in line for line in printed[:first])
    assert any(":more" in line for line in printed[:first])
    assert not any("Half a cell" in line for line in printed[:first])
    assert any("Half a cell is eight pixels." in line for line in printed[first:])
