"""Every page drawn and used without a browser."""

from pathlib import Path

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

from bot.ui.pages.chat import SHOWN

PAGES = ("chat", "search", "interview", "progress", "demos", "notes")


def page(name: str) -> str:
    return f"bot/ui/pages/{name}.py"


def open_page(app: AppTest, name: str, **query: str) -> AppTest:
    app.query_params["lang"] = query.pop("lang", "zh")
    app.run()
    if name != "chat":
        app.switch_page(page(name))
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    ("name", "query", "told"),
    [
        ("demos", {"demo": "nope"}, "没有叫“nope”的演示"),
        ("notes", {"note": "gone", "passage": "x"}, "没有叫“gone”的笔记"),
        ("interview", {"session": "20260101T000000000000-1"}, "不在这台机器的记录里"),
        ("chat", {"c": "12345678"}, "不在这台机器上"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(
    app: AppTest, name: str, query: dict[str, str], told: str
) -> None:
    open_page(app, name, **query)
    assert told in app.info[0].value.replace("\\", "")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_in_both_languages(app: AppTest, name: str, language: str) -> None:
    open_page(app, name, lang=language)
    assert not app.error


def test_a_question_is_answered_with_its_source(app: AppTest) -> None:
    open_page(app, "chat")
    app.chat_input[0].set_value("什么是IoU?").run()
    assert not app.exception
    text = shown(app)
    assert "交集的面积除以并集的面积" in text
    assert "vision.md" in text
    assert len(app.chat_message) == 2


def test_a_question_in_the_other_language_is_answered(app: AppTest) -> None:
    open_page(app, "chat", lang="en")
    app.chat_input[0].set_value("dilated convolution").run()
    assert "网格效应" in shown(app)


def test_a_question_without_an_answer_is_declined_with_near_headings(app: AppTest) -> None:
    open_page(app, "chat")
    app.chat_input[0].set_value("今天天气怎么样").run()
    assert "笔记里没有答案" in shown(app)
    gap = next(b for b in app.button if b.key.endswith(".gap"))
    gap.click().run()
    assert not app.exception
    app.switch_page(page("notes")).run()
    assert "今天天气怎么样 × 1" in shown(app)


def test_the_address_brings_a_conversation_back(app: AppTest, tmp_path: Path) -> None:
    open_page(app, "chat")
    app.chat_input[0].set_value("什么是IoU?").run()
    name = app.query_params["c"]
    again = AppTest.from_file(str(app._script_path), default_timeout=120)
    again.query_params["c"] = name
    again.run()
    assert not again.exception
    assert "交集的面积除以并集的面积" in shown(again)


def test_earlier_questions_are_drawn_when_asked_for(app: AppTest) -> None:
    open_page(app, "chat")
    for number in range(SHOWN + 2):
        app.chat_input[0].set_value(f"什么是IoU? {number}").run()
    assert len(app.chat_message) == 2 * SHOWN
    app.button(key="ask.unfold").click().run()
    assert not app.exception
    assert len(app.chat_message) == 2 * (SHOWN + 2)
    assert not [button for button in app.button if button.key == "ask.unfold"]
    app.chat_input[0].set_value("什么是IoU?").run()
    assert len(app.chat_message) == 2 * SHOWN


def test_a_link_asks_its_question(app: AppTest) -> None:
    open_page(app, "chat", q="什么是IoU?")
    assert "交集的面积除以并集的面积" in shown(app)


def test_starters_come_from_the_notes_and_ask_themselves(app: AppTest) -> None:
    open_page(app, "chat")
    starters = [b for b in app.button if b.key.startswith("ask.starter")]
    assert starters
    starters[0].click().run()
    assert len(app.chat_message) == 2


def test_search_marks_what_was_typed(app: AppTest) -> None:
    open_page(app, "search", q="网格效应")
    assert "<mark>网格效应</mark>" in shown(app)


def test_search_narrows_by_a_facet(app: AppTest) -> None:
    app.session_state["search.filters"] = True
    open_page(app, "search", q="卷积 OR batch")
    box = next(b for b in app.checkbox if b.key == "search.facet|language|en")
    box.check().run()
    assert not app.exception
    assert "training.md" in shown(app)
    assert "vision.md" not in shown(app)


def slider(app: AppTest, name: str) -> object:
    return next(widget for widget in app.slider if widget.key.endswith(f".{name}"))


def test_a_demo_computes_and_keeps_its_state_in_the_address(app: AppTest) -> None:
    open_page(app, "demos", demo="conv-shape-cost")
    assert tile("等效核边长", 3) in shown(app)
    slider(app, "k").set_value(7).run()
    assert not app.exception
    assert tile("等效核边长", 7) in shown(app)
    assert app.query_params["set"] == '{"k": 7}'


def test_a_demo_link_restores_its_state(app: AppTest) -> None:
    open_page(app, "demos", demo="conv-shape-cost", set='{"k": 5, "h": 5000}')
    assert tile("等效核边长", 5) in shown(app)
    assert slider(app, "k").value == 5


def test_what_a_demo_link_cannot_give_is_told(app: AppTest) -> None:
    open_page(app, "demos", demo="conv-shape-cost", set='{"k": "xx", "kernel": 5, "w": 7}')
    assert tile("等效核边长", 3) in shown(app) and slider(app, "w").value == 7
    told = app.warning[0].value.replace("\\", "")
    assert "k 应为一个整数" in told and "“kernel”" in told and " w " not in told
    slider(app, "k").set_value(5).run()
    assert not open_page(app, "demos").warning


def test_the_title_of_a_step_is_told_once(app: AppTest) -> None:
    open_page(app, "demos", demo="kmeans-segmentation")
    assert shown(app).count("第 0 轮") == 1


def test_an_impossible_demo_input_is_one_sentence(app: AppTest) -> None:
    open_page(app, "demos", demo="conv-shape-cost")
    slider(app, "groups").set_value(2).run()
    assert not app.exception
    assert len(app.warning) == 1
    assert "groups" in app.warning[0].value


def test_a_demo_can_be_reset(app: AppTest) -> None:
    open_page(app, "demos", demo="conv-shape-cost", set='{"k": 5}')
    next(b for b in app.button if b.key.endswith(".reset")).click().run()
    assert tile("等效核边长", 3) in shown(app)


def test_a_preset_sets_its_values(app: AppTest) -> None:
    open_page(app, "demos", demo="conv-shape-cost")
    next(b for b in app.button if b.key.endswith(".preset.0")).click().run()
    assert not app.exception
    assert tile("等效核边长", 7) in shown(app)


def tile(name: str, value: int) -> str:
    return f"<dt>{name}</dt><dd>{value}</dd>"


def test_demos_are_found_in_either_language(app: AppTest) -> None:
    open_page(app, "demos")
    app.text_input[0].set_value("感受野").run()
    assert any(b.key == "demos.open.receptive-field" for b in app.button)
    app.text_input[0].set_value("receptive").run()
    assert any(b.key == "demos.open.receptive-field" for b in app.button)


def test_a_note_is_read_and_its_receipt_shown(app: AppTest) -> None:
    open_page(app, "notes", note="vision.md")
    assert "膨胀率为2" in shown(app)
    open_page(app, "notes", note="vision.md", view="lost")
    assert not app.exception


def test_an_interview_from_the_first_question_to_the_report(app: AppTest) -> None:
    open_page(app, "interview")
    press(app, "interview.start")
    assert "session" in app.query_params
    for _ in range(5):
        answers = app.text_area
        if not answers:
            break
        answers[0].set_value("IoU 是交集除以并集").run()
        press(app, "interview.submit")
        assert "不理解意思" in shown(app)
        press(app, "interview.rate.3")
    assert "面试结束" in [t.value for t in app.title]
    assert "IoU 是交集除以并集" in shown(app) and "没有检测到" in shown(app)
    app.switch_page(page("progress")).run()
    assert not app.exception
    assert "学过的题" in shown(app) and "各主题现在记得多少" in shown(app)


def test_an_interview_returns_with_its_draft(app: AppTest) -> None:
    open_page(app, "interview")
    press(app, "interview.start")
    app.text_area[0].set_value("写到一半").run()
    session = app.query_params["session"]
    again = AppTest.from_file(str(app._script_path), default_timeout=120)
    again.query_params["lang"] = "zh"
    again.run()
    again.switch_page(page("interview"))
    again.query_params["session"] = session
    again.run()
    assert again.text_area[0].value == "写到一半"


def test_undo_takes_back_the_last_grade(app: AppTest) -> None:
    open_page(app, "interview")
    press(app, "interview.start")
    press(app, "interview.reveal")
    press(app, "interview.rate.1")
    press(app, "interview.undo")
    assert not app.exception
    app.switch_page(page("progress")).run()
    assert "还没有记录" in shown(app)


def test_where_nothing_was_done_there_is_nothing_to_export(app: AppTest) -> None:
    open_page(app, "interview")
    press(app, "interview.start")
    press(app, "interview.stop")
    assert "这次没有做过的题目" in shown(app)
    assert not app.get("download_button")
    app.switch_page(page("progress")).run()
    assert [b.proto.label for b in app.get("download_button")] == ["题库 (Anki)"]


def test_going_back_to_a_skipped_question_speaks_of_no_grade(app: AppTest) -> None:
    open_page(app, "interview")
    press(app, "interview.start")
    press(app, "interview.skip")
    press(app, "interview.undo")
    assert [toast.value for toast in app.toast] == ["回到了刚才跳过的题"]


def test_a_paused_interview_is_still_paused_after_a_reload(app: AppTest) -> None:
    open_page(app, "interview")
    press(app, "interview.start")
    press(app, "interview.pause")
    again = AppTest.from_file(str(app._script_path), default_timeout=120)
    open_page(again, "interview", session=app.query_params["session"])
    assert not again.text_area and "已暂停" in shown(again)
    press(again, "interview.resume")
    assert again.text_area


def press(app: AppTest, key: str) -> None:
    next(b for b in app.button if f"{b.key}.".startswith(f"{key}.")).click().run()
    assert not app.exception
