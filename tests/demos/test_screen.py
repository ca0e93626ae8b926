"""What the panel of a demo does with values that come from links, texts and presets."""

import pytest

from bot.demos import all_demos
from bot.demos._params import Array, Choice
from bot.demos._spec import Mode, plain, resolve
from bot.stated import stated_values
from bot.ui.demo_inputs import from_text, inputs_of, is_typed, refusal, shown_params, to_text

MODES = [
    pytest.param(mode, id=f"{name}-{i}")
    for name, demo in all_demos().items()
    for i, mode in enumerate(demo.modes)
]


@pytest.mark.parametrize("mode", MODES)
def test_a_default_typed_as_text_is_the_default(mode: Mode) -> None:
    """A single number must not become a list of one, which means another thing."""
    for param in filter(is_typed, shown_params(mode)):
        read = from_text(param, to_text(param.default))
        assert plain(param.parse(read)) == plain(param.parse(param.default)), param.name


@pytest.mark.parametrize("mode", MODES)
def test_the_panel_opens_with_an_answer(mode: Mode) -> None:
    typed = {
        p.name: from_text(p, to_text(p.default)) if is_typed(p) else p.default
        for p in shown_params(mode)
    }
    assert mode.run(**resolve(mode, inputs_of(mode, typed))).values


@pytest.mark.parametrize("mode", MODES)
def test_a_link_with_an_impossible_value_is_seen_before_a_widget_fails(mode: Mode) -> None:
    for param in shown_params(mode):
        assert refusal(param, param.default) is None
        if not isinstance(param, Array):
            assert refusal(param, {"no": "such"}) is not None
        if isinstance(param, Choice):
            assert refusal(param, "no such option") is not None


def test_a_note_that_states_a_dilation_opens_the_gridding_with_it() -> None:
    assert stated_values("dilated-gridding", "膨胀率为2的空洞卷积") == {
        "rate_1": 2,
        "rate_2": 2,
        "rate_3": 2,
    }
