"""The glossary is data that is trusted everywhere: its own rules, held for every row."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from bot.analysis.analyzer import Analyzer
from bot.analysis.folding import fold
from bot.analysis.glossary import Concept, load_glossary
from bot.analysis.mentions import name_forms
from bot.resources import read_rows, read_toml

ROWS = read_rows("glossary.tsv")
GLOSSARY = load_glossary()
KINDS = {"is-a", "part-of", "opposite", "confused", "related"}
MARKED = {"√d_k", "除以√d_k", "__next__", "__init__", "__new__"}
"""Without their marks these are everyday words or two letters; found only beside other names."""
SENSE = "sense:"
"""Begins the note of a concept that shares a name with others."""


def test_there_are_enough_concepts() -> None:
    own = [c for c in GLOSSARY.values() if c.field not in read_toml("fields.toml")["foreign"]]
    assert len(own) >= 1500
    assert len(GLOSSARY) - len(own) >= 500


def test_ids_are_unique_kebab_case() -> None:
    counts = Counter(row["id"] for row in ROWS)
    assert [i for i, n in counts.items() if n > 1] == []
    strange = [i for i in counts if not all(p.isalnum() and p == p.lower() for p in i.split("-"))]
    assert strange == []


def test_every_concept_has_a_field_and_a_name() -> None:
    assert [c.id for c in GLOSSARY.values() if not c.field] == []
    assert [c.id for c in GLOSSARY.values() if not (c.zh or c.en or c.abbr)] == []


def test_foreign_fields_are_fields_of_the_glossary() -> None:
    fields = {concept.field for concept in GLOSSARY.values()}
    assert set(read_toml("fields.toml")["foreign"]) <= fields


def test_relations_are_known_and_lead_to_concepts() -> None:
    loose = [
        (c.id, kind, target)
        for c in GLOSSARY.values()
        for kind, target in c.relations
        if kind not in KINDS or target not in GLOSSARY or target == c.id
    ]
    assert loose == []


def test_opposites_point_both_ways() -> None:
    lonely = [
        (c.id, target)
        for c in GLOSSARY.values()
        for target in c.related("opposite")
        if c.id not in GLOSSARY[target].related("opposite")
    ]
    assert lonely == []


@pytest.mark.parametrize("kind", ["is-a", "part-of"])
def test_no_concept_is_above_itself(kind: str) -> None:
    def above(concept: str, seen: tuple[str, ...]) -> list[tuple[str, ...]]:
        circles = []
        for parent in GLOSSARY[concept].related(kind):
            if parent in seen:
                circles.append((*seen, parent))
            else:
                circles += above(parent, (*seen, parent))
        return circles

    assert [circle for concept in GLOSSARY for circle in above(concept, (concept,))][:5] == []


def test_a_shared_name_has_a_sense_note() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in GLOSSARY.values():
        for name in concept.names:
            owners[fold(name).strip()].add(concept.id)
    notes = {row["id"]: row["note"] for row in ROWS}
    unexplained = {
        name: sorted(ids)
        for name, ids in owners.items()
        if len(ids) > 1 and not any(SENSE in notes[i] for i in ids)
    }
    assert unexplained == {}


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("过拟合", "overfitting"), ("欠拟合", "underfitting"), ("上采样", "upsampling"),
        ("下采样", "downsampling"), ("精确率", "precision"), ("召回率", "recall"),
        ("生成器", "generator"),
        ("判别器", "discriminator"), ("前向传播", "forward propagation"),
        ("反向传播", "backpropagation"), ("梯度消失", "vanishing gradient"),
        ("梯度爆炸", "exploding gradient"), ("监督学习", "supervised learning"),
        ("无监督学习", "unsupervised learning"), ("步长", "stride"), ("填充", "padding"),
        ("真阳性", "true positive"),
        ("假阳性", "false positive"), ("假阴性", "false negative"), ("训练集", "training set"),
        ("测试集", "test set"), ("大目标", "large object"), ("小目标", "small object"),
        ("最大池化", "max pooling"), ("平均池化", "average pooling"),
    ],
)  # fmt: skip
def test_translations_are_not_swapped(analyzer: Analyzer, zh: str, en: str) -> None:
    assert strongest(analyzer, zh) & strongest(analyzer, en), (zh, en)


@pytest.mark.parametrize("concept", [c for c in GLOSSARY.values() if c.related("opposite")],
                         ids=lambda c: c.id)  # fmt: skip
def test_opposites_share_no_name(concept: Concept) -> None:
    mine = {fold(name) for name in concept.names}
    for opposite in concept.related("opposite"):
        theirs = {fold(name) for name in GLOSSARY[opposite].names}
        assert not mine & theirs, opposite


def test_every_name_is_found_as_its_concept(analyzer: Analyzer) -> None:
    missed = [
        (concept.id, name)
        for concept in GLOSSARY.values()
        for name in (*concept.zh, *concept.en)
        if name not in MARKED and concept.id not in {m.concept for m in analyzer.finder.find(name)}
    ]
    assert missed == []


def test_every_chinese_name_survives_tokenisation_whole(analyzer: Analyzer) -> None:
    cut = []
    for concept in GLOSSARY.values():
        for name in concept.zh:
            folded = fold(name)
            if len(folded) > 1 and all("㐀" <= c <= "鿿" for c in folded):
                terms = {token.term for token in analyzer.tokenizer.tokenize(name)}
                if folded not in terms:
                    cut.append((concept.id, name))
    assert cut == []


def test_names_are_written_cleanly() -> None:
    dirty = [
        (c.id, name)
        for c in GLOSSARY.values()
        for name in c.names
        if name != name.strip() or any(x in name for x in "\t\n") or "  " in name
    ]
    assert dirty == []


def test_forms_are_stored_once() -> None:
    forms = sorted(name_forms(list(GLOSSARY.values())[:300]).forms)
    assert all(a != b for a, b in pairwise(forms))


def strongest(analyzer: Analyzer, name: str) -> set[str]:
    return {
        m.concept
        for m in analyzer.finder.find(name)
        if m.weight == 1.0 and m.end - m.start == len(name)
    }
