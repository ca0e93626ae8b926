"""Demos against values computed by independent programs (torch, OpenCV, scikit-image, scipy …).

``golden/<demo-id>.json`` holds cases made by a script in ``oracles/``, which needs the packages of
``requirements-oracles.txt``; this test needs none of them. A case is ``{"params", "outputs",
"oracle"}`` with an optional ``"tolerance"`` (1e-6), or ``{"params", "refused": true}``.
"""

import json
from pathlib import Path

import pytest

from bot.demos import get_demo
from bot.demos._spec import plain
from bot.errors import DemoInputError

CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{i}")
    for path in sorted((Path(__file__).parent / "golden").glob("*.json"))
    for i, case in enumerate(json.loads(path.read_text("utf-8")))
]


def assert_close(got: object, expected: object, tolerance: float, where: str) -> None:
    """Element-wise ``|got − expected| <= tolerance · max(1, |expected|)``; the rest exactly."""
    if isinstance(expected, list):
        assert isinstance(got, list) and len(got) == len(expected), where
        for i, (g, e) in enumerate(zip(got, expected, strict=True)):
            assert_close(g, e, tolerance, f"{where}[{i}]")
    elif isinstance(expected, float):
        assert isinstance(got, int | float) and not isinstance(got, bool), where
        assert abs(got - expected) <= tolerance * max(1.0, abs(expected)), (
            f"{where}: got {got}, expected {expected}"
        )
    else:
        assert got == expected, where


@pytest.mark.parametrize(("demo_id", "case"), CASES)
def test_agrees_with_the_oracle(demo_id: str, case: dict[str, object]) -> None:
    if case.get("refused"):
        with pytest.raises(DemoInputError) as refusal:
            get_demo(demo_id)(**case["params"])
        assert refusal.value.message.zh and refusal.value.message.en
        return
    got = plain(get_demo(demo_id)(**case["params"]).values)
    for name, expected in case["outputs"].items():
        assert_close(got[name], expected, case.get("tolerance", 1e-6), name)
