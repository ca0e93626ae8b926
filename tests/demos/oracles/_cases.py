"""Writing golden cases; shared by the oracle scripts, which never import the program itself."""

import json
from pathlib import Path

GOLDEN = Path(__file__).parent.parent / "golden"


def answer(params, outputs, oracle, tolerance=None):
    """A case: what an independent program gives for ``params``."""
    case = {"params": params, "outputs": outputs, "oracle": oracle}
    return case if tolerance is None else {**case, "tolerance": tolerance}


def refusal(**params):
    """A case that must be refused with a sentence."""
    return {"params": params, "refused": True}


def write(demo_id, cases):
    """Write the cases of a demo, one per line."""
    lines = ",\n".join(json.dumps(case, default=_plain, ensure_ascii=False) for case in cases)
    GOLDEN.mkdir(exist_ok=True)
    (GOLDEN / f"{demo_id}.json").write_text(f"[\n{lines}\n]\n", "utf-8")
    print(f"{demo_id}: {len(cases)} cases")


def _plain(value):
    """Tensors, arrays and their scalars as lists and numbers."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    return value.tolist()
