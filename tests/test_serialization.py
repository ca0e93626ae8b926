"""The JSON shapes are a contract: names, types, and nothing JSON cannot hold."""

import json

import pytest

from bot.answer import Erratum
from bot.engine import Bot
from bot.passage import Passage
from bot.serialization import answer_json, in_language
from bot.text import Text

TYPES = {
    "answered": bool, "confidence": float, "language": str, "verdict": str,
    "interpretation": str, "corrections": list, "also_searched": list, "reply": str,
    "passages": list, "best": list, "demos": list, "related": list,
}  # fmt: skip
QUESTIONS = ("空洞卷积有什么问题?", "今天天气怎么样", "你好", "", "recpetive field", "卷积\ud800")


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_survives_json(bot: Bot, question: str) -> None:
    document = answer_json(bot.ask(question))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    for name, kind in TYPES.items():
        assert isinstance(document[name], kind), name


def test_the_language_of_the_reply_is_that_of_the_question(bot: Bot) -> None:
    replies = [answer_json(bot.ask(said))["reply"] for said in ("thanks", "谢谢")]
    assert ["面试" in reply for reply in replies] == [False, True]


def test_an_erratum_is_shown_with_its_passage_in_the_language_asked() -> None:
    passage = Passage("p", "a.md", "空洞卷积", "空洞卷积增加参数量。", "zh")
    wrong, right = Text("增加", "adds"), Text("不增加", "does not add")
    small = Bot.over([passage])
    why = Text("定义", "definition")
    known = Bot.over([passage], [Erratum("a.md", "增加参数量", wrong, right, why)])
    document = answer_json(known.ask("空洞卷积"))
    assert document["erratum"]["right"] == "不增加"
    assert document["erratum"]["evidence"] == "定义"
    assert answer_json(known.ask("dilated convolution"))["erratum"]["right"] == "does not add"
    assert answer_json(small.ask("空洞卷积"))["erratum"] is None


def test_both_languages_can_be_shown_at_once() -> None:
    assert in_language(Text("甲", "a"), "both") == "甲 / a"
    assert in_language(Text("甲", "a"), "zh") == "甲"
