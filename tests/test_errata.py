"""The known mistakes of the notes: each quote is found, each proof is computed again."""

import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.corpus import Corpus
from bot.demos import demo_ids, get_demo
from bot.demos._spec import plain
from bot.library import read_errata
from bot.passage import Passage

FOLDER = Path(__file__).parent.parent / "corpus"
ERRATA = read_errata(FOLDER / "errata.toml")
ENTRIES = tomllib.loads((FOLDER / "errata.toml").read_text("utf-8"))["erratum"]
PROOFS = [(entry, proof) for entry in ENTRIES for proof in entry.get("proofs", ())]


@pytest.fixture(scope="module")
def passages() -> tuple[Passage, ...]:
    return Corpus.open(FOLDER).passages


def output_of(demo: str, params: dict[str, Any], path: str) -> float:
    value = plain(get_demo(demo)(**params).values)
    for key in path.split("."):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return float(value)


def code_with(passages: tuple[Passage, ...], definition: str, *mends: tuple[str, str]) -> Any:
    """The function that a note prints, after replacing the given pieces of its code."""
    (text,) = [p.text for p in passages if definition in p.text]
    code = text.split("```")[1]
    for old, new in mends:
        assert old in code
        code = code.replace(old, new)
    names: dict[str, Any] = {}
    exec(code, names)
    return names[definition.removeprefix("def ").split("(")[0]]


@pytest.mark.parametrize("erratum", ERRATA, ids=lambda e: e.quote)
def test_every_quote_stands_in_exactly_one_passage_of_its_note(erratum, passages) -> None:
    note = [p for p in passages if Path(p.source).name == erratum.source]
    assert sum(erratum.quote in p.text for p in note) == 1


@pytest.mark.parametrize("erratum", ERRATA, ids=lambda e: e.quote)
def test_every_statement_is_complete_and_plain(erratum) -> None:
    statements = (erratum.wrong.zh, erratum.wrong.en, erratum.right.zh, erratum.right.en)
    assert all(statements) and erratum.evidence.en
    assert re.search(r"[\u4e00-\u9fff]", erratum.evidence.zh)
    assert max(map(len, statements)) <= 240
    assert erratum.quote == erratum.quote.strip() and len(erratum.quote) <= 60


def test_no_mistake_is_listed_twice() -> None:
    assert len({(e.source, e.quote) for e in ERRATA}) == len(ERRATA)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["quote"])
def test_a_demo_is_named_only_with_a_proof(entry) -> None:
    assert ("demo" in entry) == bool(entry.get("proofs"))
    assert entry.get("demo", demo_ids()[0]) in demo_ids()


@pytest.mark.parametrize(("entry", "proof"), PROOFS, ids=str)
def test_every_number_of_the_evidence_is_computed_again(entry, proof) -> None:
    decimals = len(proof["value"].partition(".")[2])
    computed = output_of(entry["demo"], proof["params"], proof["output"])
    assert f"{computed + 0.0:.{decimals}f}" == proof["value"]
    assert proof["value"] in entry["evidence"] and proof["value"] in entry["evidence_zh"]


BOXES = (0, 0, 2, 2), (1, 1, 3, 3)
LEFT_EDGE = "(rect2[3] - rect1[1])", "(rect2[3] - rect2[1])"
NAME = "sum_area", "sum_all"


def test_the_printed_iou_fails_on_boxes_that_overlap(passages) -> None:
    with pytest.raises(NameError, match="sum_area"):
        code_with(passages, "def compute_iou(")(*BOXES)


def test_the_printed_iou_needs_both_mends(passages) -> None:
    assert code_with(passages, "def compute_iou(", NAME)(*BOXES) == pytest.approx(1 / 9)
    assert code_with(passages, "def compute_iou(", NAME, LEFT_EDGE)(*BOXES) == pytest.approx(1 / 7)


@pytest.mark.parametrize(("mends", "kept"), [((), [0]), ((("ovr < t", "ovr <= t"),), [0, 1])])
def test_the_printed_nms_removes_a_box_at_the_threshold(passages, mends, kept) -> None:
    boxes = np.array([[0, 0, 9, 9, 0.9], [0, 0, 9, 4, 0.8]])
    assert code_with(passages, "def py_cpu_nms(", *mends)(boxes, 0.5) == kept


def test_depthwise_then_pointwise_is_one_standard_convolution() -> None:
    rng = np.random.default_rng(0)
    x, depthwise = rng.normal(size=(3, 6, 6)), rng.normal(size=(3, 1, 3, 3))
    pointwise = rng.normal(size=(4, 3, 1, 1))
    conv = get_demo("conv2d-stepper")
    inner = np.asarray(conv(x=x.tolist(), w=depthwise.tolist(), groups=3).values["y"])
    separable = conv(x=inner.tolist(), w=pointwise.tolist()).values["y"]
    merged = pointwise * depthwise[:, 0]
    assert np.allclose(separable, conv(x=x.tolist(), w=merged.tolist()).values["y"])


def test_a_depthwise_output_depends_on_its_own_channel_only() -> None:
    rng = np.random.default_rng(1)
    x, w = rng.normal(size=(3, 5, 5)), rng.normal(size=(3, 1, 3, 3))
    changed = x.copy()
    changed[2] += 1
    conv = get_demo("conv2d-stepper")
    before, after = (conv(x=v.tolist(), w=w.tolist(), groups=3).values["y"] for v in (x, changed))
    moved = [not np.allclose(a, b) for a, b in zip(before, after, strict=True)]
    assert moved == [False, False, True]
