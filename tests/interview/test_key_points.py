"""Where the key points of a reference begin and end: each must read as it stands."""

import pytest

from bot.interview.grading import Grader


@pytest.mark.parametrize(
    ("reference", "points"),
    [
        # A short end of a sentence stays with what it belongs to.
        (
            "A transposed convolution enlarges the map; it is not an inverse. When the stride is "
            "two, the size of the map doubles.",
            [
                "A transposed convolution enlarges the map; it is not an inverse",
                "When the stride is two, the size of the map doubles",
            ],
        ),
        # Nor does a short sentence take the beginning of the next one.
        (
            "SSD is a one-stage detector. Behind a backbone stand convolutions of shrinking size, "
            "and six maps of them predict boxes.",
            [
                "SSD is a one-stage detector",
                "Behind a backbone stand convolutions of shrinking size",
                "and six maps of them predict boxes",
            ],
        ),
        # Brackets, code and formulas are whole, and what has no unit goes with the next clause.
        (
            "Check the data (misaligned labels, missing normalization, NaN inputs), and if so, "
            "repair the loader that reads them.",
            [
                "Check the data (misaligned labels, missing normalization, NaN inputs)",
                "and if so, repair the loader that reads them",
            ],
        ),
        (
            "推荐用 `torch.save(model.state_dict(), path)` 保存参数,加载时先按代码建好模型。",
            ["推荐用 `torch.save(model.state_dict(), path)` 保存参数", "加载时先按代码建好模型"],
        ),
        # An abbreviation ends no sentence.
        (
            "The bound holds, as Lin et al. 2017 prove for convex losses.",
            ["The bound holds", "as Lin et al. 2017 prove for convex losses"],
        ),
        # A condition stays with what follows from it, a relative clause with what it tells of.
        (
            "如果每层的放大倍数小于 1,梯度随层数指数衰减,靠近输入的层学不动。",
            ["如果每层的放大倍数小于 1,梯度随层数指数衰减", "靠近输入的层学不动"],
        ),
        (
            "AUC looks only at the ranking of scores, which makes it fit for comparing models.",
            ["AUC looks only at the ranking of scores, which makes it fit for comparing models"],
        ),
        # A list of names is one, in either language.
        (
            "The tensor object is a header with shape, strides, starting offset and device.",
            ["The tensor object is a header with shape, strides, starting offset and device"],
        ),
        (
            "要保存优化器状态、学习率调度器、训练轮数,恢复训练从断点继续进行。",
            ["要保存优化器状态、学习率调度器、训练轮数", "恢复训练从断点继续进行"],
        ),
        # Items of a list stand for themselves, without their marks.
        ("- 缓解梯度消失问题\n- 增加网络的深度", ["缓解梯度消失问题", "增加网络的深度"]),
    ],
)
def test_a_key_point_reads_as_it_stands(grader: Grader, reference: str, points: list[str]) -> None:
    assert [point.text for point in grader.grade("", reference, "x y").points] == points


def test_short_sentences_make_no_point_of_a_page(grader: Grader) -> None:
    reference = " ".join(f"Layer {number} keeps its weights." for number in range(40))
    grade = grader.grade("", reference, "x y")
    assert len(grade.points) >= 5
    assert max(point.weight for point in grade.points) < 0.35
