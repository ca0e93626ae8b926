"""The card of an answer: numbers computed again, and a repair of typing that is taken back."""

from pathlib import Path

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

from bot.facts import FactCheck
from bot.ui import fact_view

NOTE = (
    "# 卷积笔记\n\n## 什么是深度可分离卷积?\n\n深度可分离卷积把标准卷积拆成逐通道卷积和逐点卷积。"
    "逐通道卷积有 N<b>_dw = 27 个参数,逐点卷积有 14 个参数。\n\n"
    "## 什么是空洞卷积?\n\n空洞卷积在卷积核的元素之间插入空洞,不增加参数就能扩大感受野。\n"
)
FACT = """[[fact]]
source = "conv.md"
quote = "{quote}"
demo = "depthwise-separable"
params = {{ c_in = 3, c_out = 4, k = 3 }}
output = "{output}"
stated = {stated}
"""
RIGHT = FACT.format(quote="N<b>_dw = 27", output="dw_params", stated=27)
WRONG = FACT.format(quote="14 个参数", output="pw_params", stated=14)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One note; the list of facts is written by each test."""
    folder = tmp_path_factory.mktemp("facts")
    (folder / "conv.md").write_text(NOTE, "utf-8")
    return folder


@pytest.fixture
def conv(app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app over that note."""
    monkeypatch.setenv("MIANDA_CORPUS", str(folder))
    return app


def asked(app: AppTest, folder: Path, facts: str, lang: str = "zh") -> AppTest:
    (folder / "facts.toml").write_text(facts, "utf-8")
    app.query_params["lang"] = lang
    app.run()
    app.chat_input[0].set_value("什么是深度可分离卷积?").run()
    assert not app.exception
    return app


def button(app: AppTest, end: str) -> object:
    return next(button for button in app.button if button.key.endswith(end))


@pytest.mark.parametrize(
    ("lang", "agrees", "differs"),
    [
        ("zh", "✓ 笔记里的 27 与演示一致（算得 27）", "≠ 笔记里写 14，演示算得 12"),
        ("en", "✓ 27 in the note agrees with the demo, which gives 27",
         "≠ The note says 14, the demo gives 12"),
    ],
)  # fmt: skip
def test_the_numbers_of_a_passage_are_computed_again(
    conv: AppTest, folder: Path, lang: str, agrees: str, differs: str
) -> None:
    text = shown(asked(conv, folder, WRONG + RIGHT, lang))
    assert text.index(agrees) < text.index(differs)
    assert "<p>N&lt;b&gt;_dw = 27</p>" in text


def test_a_fact_opens_its_demo_with_its_numbers_and_closes_it(conv: AppTest, folder: Path) -> None:
    asked(conv, folder, RIGHT + WRONG)
    assert button(conv, ".fact.1").label == "用演示重算 14"
    button(conv, ".fact.1").click().run()
    assert not conv.exception
    assert [s.value for s in conv.slider if s.key.endswith(".c_out")] == [4]
    assert "<dt>逐点参数量</dt><dd>12</dd>" in shown(conv)
    button(conv, ".fact.1").click().run()
    assert "<dt>逐点参数量</dt>" not in shown(conv)


def test_a_passage_without_facts_shows_none(conv: AppTest, folder: Path) -> None:
    asked(conv, folder, RIGHT.replace("conv.md", "other.md"))
    assert 'class="fact"' not in shown(conv)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ("[[fact]]\nsource = 1", "第 1 行有误"),
        (RIGHT.replace("dw_params", "speed"), "没有输出"),
    ],
)
def test_a_broken_list_of_facts_costs_one_sentence_and_not_the_answer(
    conv: AppTest, folder: Path, facts: str, sentence: str
) -> None:
    asked(conv, folder, facts)
    assert [sentence in warning.value for warning in conv.warning] == [True]
    assert 'title="conv.md"' in shown(conv)


@pytest.mark.parametrize(
    ("quote", "html"),
    [
        (r"5 \times 5(dilated)", "5 × 5(dilated)"),
        (r"$(1 - 0.3)^{\gamma} = 0.49$", "(1 − 0.3)<sup>γ</sup> = 0.49"),
        ("使得$F_{1} = 0.1$", "<i>F<sub>1</sub> = 0.1</i>"),
        (r"\href{javascript:x}{<i>}", r"\href{javascript:x}{&lt;i&gt;}"),
    ],
)
def test_the_words_of_a_fact_are_shown_as_the_note_shows_them(quote: str, html: str) -> None:
    check = FactCheck(quote, 5, 5.0, True, "dilated-gridding", {})
    assert html in fact_view.fact_line(check, "zh")


@pytest.mark.parametrize(
    ("lang", "told"),
    [("zh", "同时检索了：批归一化、Batch normalization"), ("en", "Also searched: 批归一化, Batch")],
)
def test_other_names_are_listed_as_the_language_lists_them(
    app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch, lang: str, told: str
) -> None:
    (folder / "bn.md").write_text("# 笔记\n\n## BN 的作用\n\nBN 使训练稳定,加速收敛。\n", "utf-8")
    monkeypatch.setenv("MIANDA_CORPUS", str(folder))
    app.query_params["lang"] = lang
    app.run()
    app.chat_input[0].set_value("BN 的作用是什么?").run()
    assert told in shown(app)


def test_headings_that_share_no_word_with_the_question_are_not_called_near(app: AppTest) -> None:
    app.query_params["lang"] = "zh"
    app.run()
    app.chat_input[0].set_value("量子色动力学").run()
    assert "没有相近的标题" in shown(app)
    button(app, ".gap").click().run()
    assert not app.exception
    assert "已在待补清单里" in next(caption.value for caption in app.caption)
    assert not [b for b in app.button if b.key.endswith(".gap")]


def test_a_repair_is_taken_back_in_its_place_and_stays_so(app: AppTest) -> None:
    app.query_params["lang"] = "zh"
    app.run()
    app.chat_input[0].set_value("空洞卷机有什么问题?").run()
    app.chat_input[0].set_value("什么是IoU?").run()
    assert "已改正：空洞卷机 → 空洞卷积" in shown(app)
    button(app, ".0.undo").click().run()
    assert not app.exception
    assert "已改正" not in shown(app)
    assert len(app.chat_message) == 4
    assert "按原样检索，没有改正拼写" in [caption.value for caption in app.caption]
    again = AppTest.from_file(str(app._script_path), default_timeout=120)
    again.query_params["c"] = app.query_params["c"]
    again.query_params["lang"] = "zh"
    again.run()
    assert [caption.value for caption in again.caption] == [c.value for c in app.caption]
    assert "已改正" not in shown(again)


def test_what_was_carried_over_is_taken_back_in_its_place_and_stays_so(app: AppTest) -> None:
    app.query_params["lang"] = "zh"
    app.run()
    app.chat_input[0].set_value("空洞卷积有什么优点?").run()
    app.chat_input[0].set_value("那它的缺点呢?").run()
    assert "空洞卷积" in app.session_state["ask.talk"].turns[1].answer.interpretation
    button(app, ".1.alone").click().run()
    assert not app.exception
    turn = app.session_state["ask.talk"].turns[1]
    assert (turn.question, turn.alone, turn.answer.interpretation) == ("那它的缺点呢?", True, "")
    assert "只问这一句，没有接上文" in [caption.value for caption in app.caption]
    assert not [b for b in app.button if str(b.key).endswith(".alone")]
    again = AppTest.from_file(str(app._script_path), default_timeout=120)
    again.query_params["c"] = app.query_params["c"]
    again.query_params["lang"] = "zh"
    again.run()
    assert again.session_state["ask.talk"].turns == app.session_state["ask.talk"].turns
    app.session_state["ask.command"] = True
    app.run()
    assert "--context" not in app.code[0].value


def test_the_command_of_an_undone_repair_gives_its_answer(app: AppTest) -> None:
    app.run()
    app.chat_input[0].set_value("knowlege distillation").run()
    assert not app.code
    app.session_state["ask.command"] = True
    app.run()
    assert "--as-written" not in app.code[0].value
    button(app, ".undo").click().run()
    assert app.code[0].value == "python -m bot ask 'knowlege distillation' --as-written --json"


def test_only_the_latest_answer_tells_what_could_be_asked_next(app: AppTest) -> None:
    def turns_with_questions() -> set[str]:
        return {str(b.key).split(".")[2] for b in app.button if ".next." in str(b.key)}

    app.run()
    app.chat_input[0].set_value("什么是IoU?").run()
    assert turns_with_questions() == {"0"}
    app.chat_input[0].set_value("空洞卷积有什么问题?").run()
    assert turns_with_questions() == {"1"}


def test_a_heading_under_which_nothing_stands_is_told_and_is_no_button(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "# 笔记\n\n## 超导量子 <i>磁通 的测量\n\n## BN 的作用\n\nBN 使训练稳定,加速收敛。\n"
    (tmp_path / "empty.md").write_text(note, "utf-8")
    monkeypatch.setenv("MIANDA_CORPUS", str(tmp_path))
    app.query_params["lang"] = "zh"
    app.run()
    app.chat_input[0].set_value("超导量子磁通的测量").run()
    assert not app.exception
    assert "但下面没有答案：</p>" in shown(app)
    assert "<li>超导量子 &lt;i&gt;磁通 的测量</li>" in shown(app)
    assert "没有相近的标题" not in shown(app)
    assert not [one for one in app.button if ".near." in one.key]
