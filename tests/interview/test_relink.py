"""History follows a question whose note was edited, renamed or cleaned again."""

from dataclasses import replace

from interview_samples import NOON, make_question

from bot.interview.backup import backups
from bot.interview.opening import prepare
from bot.interview.questions import Question
from bot.interview.records import Answered, cards, history, questions, record
from bot.interview.relink import relink
from bot.interview.schedule import GOOD
from bot.interview.shelf import favourites, set_favourite
from bot.interview.store import Store
from bot.passage import Passage

DILATED = "空洞卷积在卷积核中插入空洞,在不增加参数量的情况下扩大感受野,缺点是会产生网格效应。"
POOLING = "池化层降低特征图的尺寸,减少计算量,提供一定的平移不变性,分为最大池化和平均池化。"


def asked(id_: str, heading: str, reference: str) -> Question:
    return Question(id_, "a.md", heading, f"什么是{heading}?", "zh", "dl", reference)


def with_history(store: Store, question: Question) -> None:
    record(store, Answered(question, GOOD, answer="扩大感受野"), NOON)
    set_favourite(store, question, True, NOON)


def test_an_edited_note_keeps_its_history(store: Store) -> None:
    old = asked("old", "空洞卷积", DILATED)
    with_history(store, old)
    new = replace(old, id="new", source="b.md", reference=f"{DILATED}常用于语义分割。")
    report = relink(store, [new, asked("pool", "池化", POOLING)])
    assert [(link.old.id, link.new.id) for link in report.links] == [("old", "new")]
    assert report.links[0].likeness > 0.8 and report.lost == ()
    assert cards(store).keys() == {"new"} and history(store)[0].question == "new"
    assert questions(store)["new"] == new and favourites(store) == (new,)


def test_a_deleted_note_is_reported_and_its_history_stays(store: Store) -> None:
    old = asked("old", "空洞卷积", DILATED)
    with_history(store, old)
    report = relink(store, [asked("pool", "池化", POOLING)])
    assert report.links == () and report.lost == (old,)
    assert cards(store).keys() == {"old"} and questions(store)["old"] == old


def test_two_equally_alike_notes_are_not_guessed_between(store: Store) -> None:
    old = asked("old", "空洞卷积", DILATED)
    with_history(store, old)
    twins = [replace(old, id=id_) for id_ in ("one", "two")]
    assert relink(store, twins).links == ()


def test_a_question_that_is_still_there_is_left_alone(store: Store) -> None:
    with_history(store, make_question("q1"))
    report = relink(store, [make_question("q1"), make_question("q2")])
    assert report.links == () and report.lost == ()


def test_a_question_of_another_language_has_not_vanished(store: Store) -> None:
    old = asked("old", "空洞卷积", DILATED)
    with_history(store, old)
    new = replace(old, id="new", reference=f"{DILATED}常用于语义分割。")
    assert relink(store, [new], {"old"}).links == ()


def test_before_an_interview_the_store_is_backed_up_and_linked(store: Store) -> None:
    old = asked("old", "空洞卷积", DILATED)
    with_history(store, old)
    new = replace(old, id="new", reference=f"{DILATED}常用于语义分割。")
    kept = Passage("old", "a.md", "空洞卷积", DILATED, "zh")
    assert prepare(store, [kept], [new], NOON.date()).links == ()
    assert [link.new.id for link in prepare(store, [], [new], NOON.date()).links] == ["new"]
    assert [path.name for path in backups(store.folder)] == ["progress-2026-01-05.sqlite3"]
