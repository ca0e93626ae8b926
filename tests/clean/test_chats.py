"""Exported chats: stamps, system lines and small talk, each right at its limit."""

import pytest

from bot.clean.chat import Stamp, read_chat, read_stamp, small_talk
from bot.clean.page import Page

QUESTION = "为什么要用空洞卷积来代替池化?"
ANSWER = "因为它不降低分辨率也能扩大感受野,而且参数不变。"


@pytest.mark.parametrize(
    ("messages", "idle"),
    [
        # Up to twelve units a remark is small talk, up to eight a question, if nothing spares it.
        (["好" * 12], [True]),
        (["好" * 13], [False]),
        (["好" * 8 + "?"], [True]),
        (["好" * 9 + "?"], [False]),
        (["好" * 8 + "？"], [True]),
        (["see you at nine"], [True]),
        # A brief question counts when a long message follows it, and what follows it answers.
        (["为何?", "好" * 15], [False, False]),
        (["为何?", "好" * 14], [True, False]),
        (["为何?", "好的", "好" * 15], [True, True, False]),
        ([QUESTION, "不占内存"], [False, False]),
        ([QUESTION, "好呀呀"], [False, True]),
        (["吃了吗?", "早就吃完"], [True, True]),
        ([ANSWER, "早就吃完"], [False, True]),
        # A term among Chinese words is no small talk, nor is a word of the longer messages.
        (["用 BN 就行"], [False]),
        (["用 B 就行"], [True]),
        (["有3种"], [False]),
        (["ok thx"], [True]),
        ([ANSWER, "感受野嘛"], [False, False]),
        ([ANSWER, "我说感受啊"], [False, True]),
        ([ANSWER, "扩大感受啦甲乙丙丁戊己"], [False, False]),
        ([ANSWER, "扩大感受啦甲乙丙丁戊己庚"], [False, True]),
        (["扩大感受野甲乙丙丁戊己庚辛壬", "感受野嘛"], [False, True]),
        (["扩大感受野甲乙丙丁戊己庚辛壬癸", "感受野嘛"], [False, False]),
        (["好的", QUESTION, "不占内存"], [True, False, False]),
        # What a messenger writes itself goes up to twenty-four units.
        (["小鹿" * 9 + "加入了群聊"], [True]),
        (["小鹿" * 9 + "老加入了群聊"], [True]),
        (["小鹿" * 9 + "老师加入了群聊"], [False]),
    ],
)
def test_small_talk_neither_asks_nor_answers(messages: list[str], idle: list[bool]) -> None:
    assert small_talk(messages) == idle


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("10:00 小鹿: 为什么?", Stamp("小鹿", "为什么?")),
        ("[2023-03-05 10:00:09] 小鹿：为什么?", Stamp("小鹿", "为什么?")),
        ("[10:00 AM] Ada Lovelace : why?", Stamp("Ada Lovelace", "why?")),
        ("2023年3月5日 下午3:05 - 小鹿: 好", Stamp("小鹿", "好")),
        ("昨天 10:00 小鹿:好", Stamp("小鹿", "好")),
        ("小鹿 10:00", Stamp("小鹿")),
        ("小鹿 , 2023-03-05 10:00", Stamp("小鹿")),
        ("Ada — Today at 3:05 PM", Stamp("Ada")),
        ("Ada [10:00]", Stamp("Ada")),
        ("5/3/2023, 10:00 - Ada joined", Stamp("")),
        ("卷积核在10:00收敛", None),
        ("10:00", None),
        (f"10:00 {'鹿' * 25}: 好", Stamp("鹿" * 25, "好")),
        (f"10:00 {'鹿' * 26}: 好", None),
        (f"{'鹿' * 25} 10:00", Stamp("鹿" * 25)),
        (f"{'鹿' * 26} 10:00", None),
    ],
)
def test_who_speaks_stands_before_or_above_the_message(text: str, stamp: Stamp | None) -> None:
    assert read_stamp(text) == stamp


@pytest.mark.parametrize(
    ("names", "more", "chat"),
    [
        ("甲乙甲乙", 12, True),
        ("甲乙甲乙", 13, False),
        ("甲乙甲", 0, False),
        ("甲甲甲甲", 0, False),
        ("甲乙丙丁", 0, False),
        ("甲乙甲丁", 0, True),
    ],
)
def test_a_chat_has_four_stamps_one_line_in_five_and_speakers_who_come_back(
    names: str, more: int, chat: bool
) -> None:
    said = [f"第{number}点{ANSWER}" for number in range(len(names))]
    lines = [
        line for name, text in zip(names, said, strict=True) for line in (f"{name} 9:00", text)
    ]
    page = read_chat(Page.of("\n".join([*lines, *[ANSWER] * more, "", ""])))
    assert (page.text.split("\n")[: len(said)] == said) is chat
    assert bool(page.reasons) is chat


def test_stamps_and_small_talk_go_with_their_reasons() -> None:
    text = f"小鹿 9:00\n{QUESTION}\n\n老鹿 9:01\n{ANSWER}\n小鹿 9:02\n谢谢\n9:03 老鹿: 不客气呀"
    page = read_chat(Page.of(text))
    assert page.text == f"{QUESTION}\n\n{ANSWER}"
    stamps, talk = dict.fromkeys((1, 4, 6), "stamp"), dict.fromkeys((7, 8), "small_talk")
    assert page.reasons == stamps | talk
