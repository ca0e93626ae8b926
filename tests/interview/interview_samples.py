"""A small corpus made by hand, a clock that is set by hand, questions for the store."""

from datetime import UTC, datetime, timedelta

from bot.interview.questions import Question
from bot.passage import Passage

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)

PASSAGES = (
    Passage(
        "dilated", "a.md", "空洞卷积",
        "空洞卷积在卷积核中插入空洞,在不增加参数量的情况下扩大感受野。\n缺点是会产生网格效应,丢失局部信息。",
        "zh",
    ),
    Passage(
        "iou", "a.md", "IoU怎么计算?",
        "IoU 是两个框的交集面积除以并集面积。两框不相交时 IoU 为 0,取值在 0 到 1 之间。", "zh",
    ),
    Passage(
        "dropout", "b.md", "What does dropout do?",
        "Dropout sets random units to zero during training, so that the network does not rely on "
        "single features. At test time all units are used and the outputs are scaled.", "en",
    ),
    Passage("lost", "b.md", "激活函数", "", "zh", kind="heading"),
    Passage("list", "b.md", "目录", "1. 卷积\n2. 池化\n3. 激活函数\n4. 损失函数\n5. 优化器", "zh",
            kind="outline"),
)  # fmt: skip


class Clock:
    """A clock that is set by hand and moves by a second with every look."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def make_question(id_: str, reference: str = "先进后出的线性表", topic: str = "algo") -> Question:
    return Question(id_, "a.md", f"栈 {id_}", f"什么是栈 {id_}?", "zh", topic, reference)
