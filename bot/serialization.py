"""The JSON shapes of the command line; names and shapes are a contract."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from bot.answer import Answer
from bot.clean.page import Entry
from bot.corpus import Note
from bot.demos._params import Json
from bot.demos._spec import Result, plain
from bot.explanation import Comparison, Explanation, Term
from bot.reasons import in_a_sentence
from bot.text import Text


def answer_json(answer: Answer, why: Sequence[Explanation] | None = None) -> dict[str, Any]:
    """An answer as printed by ``ask --json``; ``why`` explains the scores of its passages."""
    document = _answer(answer)
    if why is not None:
        for passage, explanation in zip_longest(document["passages"], why):
            passage["explanation"] = explanation_json(explanation) if explanation else None
    return document


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Why a passage has its score: the points of ``parts`` add up to ``score``."""
    return {
        "score": explanation.score,
        "kind_factor": explanation.kind_factor,
        "scale": explanation.scale,
        "parts": [
            {"part": one.part, "points": one.points, "terms": _terms(one.terms)}
            for one in explanation.contributions
        ],
    }


def comparison_json(comparison: Comparison, language: str) -> dict[str, Any]:
    """Two passages compared: the differences of ``parts`` add up to that of their scores."""
    sides = {"first": comparison.first, "other": comparison.other}
    return {
        **{
            name: {"id": side.passage.id, "heading": side.passage.heading, "score": side.score}
            for name, side in sides.items()
        },
        "sentence": in_a_sentence(comparison, language),
        "parts": [
            {
                "part": one.part,
                "first": one.first,
                "other": one.other,
                "difference": one.points,
                "terms": _terms(one.terms),
            }
            for one in comparison.differences
        ],
    }


def _terms(terms: Iterable[Term]) -> list[dict[str, Any]]:
    return [{"term": term.name, "points": term.points} for term in terms]


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "answered": answer.answered,
        "confidence": round(answer.confidence, 6),
        "language": answer.language,
        "verdict": str(answer.verdict),
        "interpretation": answer.interpretation,
        "corrections": [list(pair) for pair in answer.corrections],
        "also_searched": list(answer.also_searched),
        "reply": answer.reply.to(answer.language) if answer.reply else "",
        "passages": [
            {
                "id": hit.passage.id,
                "source": hit.passage.source,
                "heading": hit.passage.heading,
                "text": hit.passage.text,
                "score": round(hit.score, 6),
                "highlights": [list(span) for span in spans],
                "trail": list(hit.passage.trail),
                "line": hit.passage.line,
                "origin": hit.passage.origin,
            }
            for hit, spans in zip(answer.hits, answer.highlights, strict=True)
        ],
        "answers": answer.answers,
        "best": list(answer.best),
        "demos": [
            {"id": demo.id, "title": demo.title.to(answer.language)} for demo in answer.demos
        ],
        "erratum": _errata(answer)[0] if answer.errata else None,
        "errata": _errata(answer),
        "related": [{"id": p.id, "heading": p.heading} for p in answer.related],
    }


def _errata(answer: Answer) -> list[dict[str, str]]:
    return [
        {
            "quote": mistake.quote,
            "wrong": mistake.wrong.to(answer.language),
            "right": mistake.right.to(answer.language),
            "evidence": mistake.evidence.to(answer.language),
            "demo": mistake.demo,
        }
        for mistake in answer.errata
    ]


def note_json(note: Note) -> dict[str, Any]:
    """A cleaned note as printed by ``clean --json``."""
    removed = [entry for entry in note.receipt if entry.action == "removed"]
    changed = [entry for entry in note.receipt if entry.action == "changed"]
    return {
        "title": note.title,
        "language": note.language,
        "passages": [{"heading": p.heading, "text": p.text} for p in note.passages],
        "removed": [{"line": e.line, "text": e.before, "rule": e.rule} for e in removed],
        "changed": [_changed(entry) for entry in changed],
    }


def _changed(entry: Entry) -> dict[str, Any]:
    return {
        "line": entry.line,
        "before": entry.before,
        "after": entry.after,
        "rule": entry.rule,
    }


def result_json(demo_id: str, params: dict[str, Json], result: Result, language: str) -> Json:
    """A demo run as printed by ``demo ID --json``."""
    return {
        "demo": demo_id,
        "params": plain(params),
        "outputs": plain(result.values),
        "insight": in_language(result.insight, language),
    }


def in_language(text: Text, language: str) -> str:
    """``text`` in one language, or both for ``"both"``."""
    return f"{text.zh} / {text.en}" if language == "both" else text.to(language)
