"""What comes from outside in the wrong shape is refused in a sentence, never with a traceback."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.demos import get_demo
from bot.demos._spec import plain
from bot.errors import DemoInputError

CASES = json.loads((Path(__file__).parent / "refusals.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case['demo']}-{i}") for i, case in enumerate(CASES)]
)
def test_is_refused_in_both_languages(case: dict[str, object]) -> None:
    with pytest.raises(DemoInputError) as refusal:
        plain(get_demo(case["demo"])(**case["params"]).values)
    message = refusal.value.message
    assert message.zh and message.en and case["says"] in message.en


def test_a_number_that_no_float_holds_is_refused_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON allows integers of any length; Python's own conversion to float fails on them."""
    huge = "1" + "0" * 400
    for demo_id, name in (("iou", "box_a"), ("ema", "beta"), ("conv-shape-cost", "k")):
        path = tmp_path / "params.json"
        value = f"[{huge}, 0, 1, 1]" if name == "box_a" else huge
        path.write_text(f'{{"{name}": {value}}}', "utf-8")
        assert main(["demo", demo_id, "--params", str(path), "--json"]) == 2
        captured = capsys.readouterr()
        assert not captured.out and name in captured.err


@pytest.mark.parametrize("images", [1_000, 1_001])
def test_a_batch_may_hold_a_thousand_images(images: int) -> None:
    x = [[[[1.0]]]] * images
    if images > 1_000:
        with pytest.raises(DemoInputError, match="at most 1,000 images"):
            get_demo("pooling")(x=x, kind="adaptive_avg", out=1)
    else:
        assert get_demo("pooling")(x=x, kind="adaptive_avg", out=1).values["out_h"] == 1


def test_an_input_without_effect_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    said = "momentum is not used with optimizer=sgd"
    words = ["demo", "optimizer-race", "--set", "optimizer=sgd", "lr=0.05", "momentum=0.5"]
    assert main(words) == 0 and said in capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    assert said in json.loads(capsys.readouterr().out)["unused"]["momentum"]
    assert main([*words[:-1], "--json"]) == 0
    assert "unused" not in json.loads(capsys.readouterr().out)
