"""Fit the weights of ``bot/lexicon/line_weights.toml`` on the fit pages and the scraped notes.

    python -m tests.clean.fit_weights

Two logistic regressions: the first sees a line alone, the second sees the first's probability of
the line and of its neighbours. The second is fitted on probabilities for pages that the first has
not seen (grouped by page), else it would trust them too much. Outlines are judged in another way
and left out. Prints cross-validated figures.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.clean import chrome, pipeline
from bot.clean.evidence import FEATURES, Evidence, gather
from bot.clean.outlines import is_outline
from bot.clean.page import Line, Page
from tests.clean.labelled import LabelledPage, read_notes, read_pages

TARGET = Path(__file__).parents[2] / "bot" / "lexicon" / "line_weights.toml"
FOLDS = 8
STRENGTH_LINE, STRENGTH_CONTEXT = 1.0, 0.3
CONTENT_WEIGHT = 2.0


@dataclass
class Example:
    """A page just before its chrome is dropped, with the judgement of each line."""

    lines: list[Line]
    evidence: Evidence
    chrome: np.ndarray


def prepare(page: LabelledPage) -> Example:
    state = Page.of(page.text)
    for rule in pipeline.RULES:
        if rule.__name__ == "drop_boilerplate":
            break
        state = rule(state)
    lines = [x for x in state.lines if x.text.strip() and x.number not in state.code]
    judged = np.array([page.labels[line.number - 1] == "b" for line in lines], dtype=int)
    return Example(lines, gather(lines), judged)


def fit(features: np.ndarray, chrome_lines: np.ndarray, strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression  # two seconds, and only needed here

    weights = np.where(chrome_lines == 1, 1.0, CONTENT_WEIGHT)
    model = LogisticRegression(C=strength, max_iter=5000)
    return model.fit(features, chrome_lines, sample_weight=weights)


def context_rows(example: Example, first: np.ndarray) -> np.ndarray:
    rows = chrome.context(example.lines, example.evidence, first)
    return np.hstack([rows, example.evidence.features])


def main() -> None:
    from sklearn.model_selection import GroupKFold

    examples = [prepare(page) for page in (*read_pages("fit"), *read_notes())]
    examples = [example for example in examples if not is_outline(example.lines, example.evidence)]
    judged = np.concatenate([example.chrome for example in examples])
    groups = np.repeat(np.arange(len(examples)), [len(example.lines) for example in examples])
    features = np.vstack([example.evidence.features for example in examples])
    unseen = np.zeros(len(judged))
    folds = list(GroupKFold(FOLDS).split(features, judged, groups))
    for train, test in folds:
        model = fit(features[train], judged[train], STRENGTH_LINE)
        unseen[test] = model.predict_proba(features[test])[:, 1]
    rows = np.vstack(
        [context_rows(example, unseen[groups == at]) for at, example in enumerate(examples)]
    )
    final = np.zeros(len(judged))
    for train, test in folds:
        model = fit(rows[train], judged[train], STRENGTH_CONTEXT)
        final[test] = model.predict_proba(rows[test])[:, 1]
    report(final, judged)
    write(fit(features, judged, STRENGTH_LINE), fit(rows, judged, STRENGTH_CONTEXT))


def report(likely: np.ndarray, judged: np.ndarray) -> None:
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        dropped = likely >= threshold
        print(
            f"threshold {threshold}: content lost {dropped[judged == 0].mean():.4f}, "
            f"chrome kept {1 - dropped[judged == 1].mean():.3f}"
        )


def write(line: Any, around: Any) -> None:
    text = "# Made by tests/clean/fit_weights.py; not to be edited by hand.\n"
    for name, model, names in (
        ("line", line, FEATURES),
        ("context", around, (*chrome.CONTEXT, *FEATURES)),
    ):
        text += f"\n[{name}]\nbias = {model.intercept_[0]:.3f}\n"
        text += "".join(
            f"{key} = {value:.3f}\n" for key, value in zip(names, model.coef_[0], strict=True)
        )
    TARGET.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
