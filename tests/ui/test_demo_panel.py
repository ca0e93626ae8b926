"""A demo's panel: its sliders, a preset's own arrays, and which of them counts."""

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

from bot.demos import get_demo
from bot.ui.demo_result import readable


@pytest.fixture
def panel(app: AppTest) -> AppTest:
    """The page of the demo of two boxes."""
    app.query_params["demo"] = "iou"
    app.query_params["lang"] = "en"
    return app.switch_page("bot/ui/pages/demos.py").run()


def iou(page: AppTest) -> str:
    return shown(page).split("<dt>IoU</dt><dd>")[1].split("<")[0]


def captions(page: AppTest) -> str:
    """The small print, without what keeps it from being read as Markdown."""
    return " ".join(caption.value for caption in page.caption).replace("\\", "")


def press(page: AppTest, ending: str) -> AppTest:
    return next(b for b in page.button if b.key and b.key.endswith(ending)).click().run()


def test_it_opens_on_what_its_sliders_say(panel: AppTest) -> None:
    assert iou(panel) == readable(get_demo("iou")().values["iou"])


def test_a_preset_brings_its_boxes_until_a_slider_moves(panel: AppTest) -> None:
    press(panel, ".preset.1")
    assert iou(panel) == "0"
    assert "6, 6, 10, 10" in captions(panel)
    next(s for s in panel.slider if s.key.endswith(".dx")).set_value(0.0).run()
    assert iou(panel) == readable(50 / 150)
    assert "6, 6, 10, 10" not in captions(panel)


def test_reset_forgets_the_preset(panel: AppTest) -> None:
    press(panel, ".preset.1")
    press(panel, ".reset")
    assert iou(panel) == readable(1 / 7)
