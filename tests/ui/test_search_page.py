"""The Search page: what it is asked for stands in the address, and the address restores it."""

from pathlib import Path

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

QUERY = "卷积 OR batch"


def open_search(app: AppTest, **query: object) -> AppTest:
    app.query_params["lang"] = "zh"
    app.run()
    app.switch_page("bot/ui/pages/search.py")
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def again(app: AppTest) -> AppTest:
    """The same address in a new session."""
    other = AppTest.from_file(str(app._script_path), default_timeout=120)
    values = {key: app.query_params[key] for key in app.query_params if key != "lang"}
    return open_search(other, **values)


def test_the_address_carries_query_and_facets(app: AppTest) -> None:
    app.session_state["search.filters"] = True
    open_search(app, q=QUERY)
    everything = shown(app)
    next(b for b in app.checkbox if b.key == "search.facet|language|en").check().run()
    assert app.query_params["language"] in ("en", ["en"])
    assert "vision.md" in everything
    assert "vision.md" not in shown(app)
    other = again(app)
    assert "training.md" in shown(other)
    assert "vision.md" not in shown(other)
    assert other.text_input[0].value == QUERY


def test_a_box_that_is_cleared_leaves_the_address(app: AppTest) -> None:
    app.session_state["search.filters"] = True
    open_search(app, q=QUERY, language="en")
    box = next(b for b in app.checkbox if b.key == "search.facet|language|en")
    assert box.value
    box.uncheck().run()
    assert "language" not in app.query_params
    assert "vision.md" in shown(app)


def test_what_narrows_is_told_while_folded_and_goes_with_a_click(app: AppTest) -> None:
    open_search(app, q=QUERY, language="en")
    assert "vision.md" not in shown(app)
    (chip,) = (b for b in app.button if b.key == "search.chosen|language|en")
    chip.click().run()
    assert "language" not in app.query_params
    assert "vision.md" in shown(app)
    assert not [b for b in app.button if str(b.key).startswith("search.chosen")]


def test_the_address_carries_only_my_words(app: AppTest) -> None:
    open_search(app, q="dilated convolution")
    assert "vision.md" in shown(app)
    app.toggle[0].set_value(True).run()
    assert app.query_params["only"] in ("1", ["1"])
    before = shown(app)
    other = again(app)
    assert other.toggle[0].value
    assert shown(other) == before


def test_unknown_values_in_the_address_do_no_harm(app: AppTest) -> None:
    app.session_state["search.filters"] = True
    open_search(app, q=QUERY, language="xx", kind="<b>", topic="none-such", has="", only="7")
    assert "vision.md" in shown(app)


def test_what_is_not_found_can_be_kept_as_a_gap(app: AppTest) -> None:
    open_search(app, q="量子色动力学")
    assert "笔记里没有找到" in shown(app) and "找到 0 段" not in shown(app)
    next(b for b in app.button if b.key == "search.gap").click().run()
    app.switch_page("bot/ui/pages/notes.py").run()
    assert "量子色动力学 × 1" in shown(app)


@pytest.mark.parametrize("query", ["???", "…", "🙂"])
def test_what_holds_no_letters_offers_nothing(app: AppTest, query: str) -> None:
    open_search(app, q=query)
    assert "没有可以检索的字或词" in shown(app)
    assert not [b.key for b in app.button if b.key.startswith("search.")]
    assert not app.expander


def test_near_terms_are_offered_once(app: AppTest) -> None:
    open_search(app, q="空洞 distilxxon")
    offered = [b.label for b in app.button if b.key.startswith("search.near.")]
    assert offered and "相近的词" in shown(app)
    assert not any(f"：{term}" in shown(app) for term in offered)


def test_words_that_the_notes_do_not_hold_are_named(app: AppTest) -> None:
    open_search(app, q="空洞卷积 qzxv")
    assert "vision.md" in shown(app) and "笔记里没有：qzxv" in shown(app)


def test_the_command_repeats_the_facets(app: AppTest) -> None:
    app.session_state["search.command"] = True
    open_search(app, q=QUERY, language="en")
    assert "lang:en" in app.code[0].value


def test_code_and_the_last_sentence_of_a_section_make_no_empty_lines(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "```python\nimport numpy\n\ndef zebra(boxes, scores):\n    return boxes[scores > 0]\n"
    code += "    # 斑马\n" * 40 + "```"
    text = (
        "# 笔记\n\n## 斑马算法的代码\n\n"
        + code
        + "\n\n## 斑马算法\n\n斑马算法只有一步。\n\n### 取舍\n很快。\n"
    )
    (tmp_path / "zebra.md").write_text(text, "utf-8")
    monkeypatch.setenv("MIANDA_CORPUS", str(tmp_path))
    found = shown(open_search(app, q="斑马算法"))
    assert "<code>def zebra(boxes, scores):</code>" in found
    assert "<p>…</p>" not in found and "\n …" not in found
