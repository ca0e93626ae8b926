"""Input that nobody means well with, and input that needs no cleaning."""

import importlib
import pkgutil
import re
import time
from pathlib import Path

import pytest

import bot.clean
import bot.split
from bot.clean.pipeline import clean_and_explain
from bot.split import split

MARKDOWN = """# Notes on convolution

Some text with *stress*, a [link](https://example.org/a) and `code`.

## What is padding?

Zeros around the image.

- one
- two

```python
def pad(x):
    return x
```

| a | b |
|---|---|
| 1 | 2 |
"""
PYTHON = '''import numpy as np


class Net:
    """A net."""

    def __init__(self, size):
        # share this
        self.size = size

    def forward(self, x):
        if x is None:
            return None
        return np.maximum(x @ self.size, 0)
'''
ENGLISH = """The chain rule says how a small change of a weight changes the loss.

It is applied from the last layer to the first, because the gradient of a layer needs that of the
layer above it. Nothing else is needed to train a network by gradient descent.
"""
CHINESE = """反向传播用链式法则从最后一层算到第一层。

每一层的梯度都要用到上一层的梯度,因此顺序不能颠倒。除此之外,训练网络不需要别的东西。
"""


# Full-width marks, Han in every comment, a bracket over many lines, short lines and no sentence.
FULL_WIDTH = """注意力机制的直觉是：让每个位置自己决定要看哪里。

它先算查询和键的相似度，再用归一化后的权重对值求和。这样做有两个好处：第一，距离再远的词也只隔一步；第二，所有位置可以并行计算。

“那有没有便宜一点的办法？”有的，例如稀疏注意力、线性注意力（把核函数拆开）等等！
"""
MODULE = '''"""损失函数。"""

from losses import (
    focal,
    hinge,
)

RULES = (
    focal,  # 难样本
    # 间隔
    hinge,
)
'''
FORMULAS = r"""## 逻辑回归的梯度

设 $\sigma(z) = \frac{1}{1+e^{-z}}$，则 $\sigma'(z) = \sigma(z)(1-\sigma(z))$。

$$
L = -\sum_{i=1}^{n} \left[ y_i \log \hat{y}_i + (1-y_i) \log (1-\hat{y}_i) \right]
$$

\begin{align}
2 X^\top (Xw - y) + 2 \lambda w &= 0 \\
(X^\top X + \lambda I) w &= X^\top y
\end{align}

当 $p_t$ 很大时，$(1-p_t)^\gamma$ 接近 $0$。 It costs $5 or $10, not $a$.
"""
TABLE = """# Optimizers

| Name | State per weight | Notes |
|:-----|-----------------:|-------|
| SGD | 0 | simple |
| Adam | 2 | default |
| Share | 12 | Login |

| 面试 | 次数 |
| --- | --- |
| 阅读 | 12 |
| 评论 | 3 |
"""
SHORT_LINES = """损失函数
均方误差：适合回归
交叉熵：适合分类

优化器
随机梯度下降：简单
自适应矩估计：省心

归一化
批归一化：依赖批次
层归一化：不依赖批次

正则化
权重衰减：压小权重
随机失活：随机置零
"""
SOUND = {
    "md": MARKDOWN,
    "py": PYTHON,
    "en": ENGLISH,
    "zh": CHINESE,
    "full_width": FULL_WIDTH,
    "module": MODULE,
    "formulas": FORMULAS,
    "table": TABLE,
    "short_lines": SHORT_LINES,
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_sound_text_comes_back_unchanged(text: str) -> None:
    cleaned = clean_and_explain(text)
    assert cleaned.text == text
    assert cleaned.receipt == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "\0\0\0",
        "�" * 100,
        "\u202e\u202dabc\u202c",
        "a" * 200_000,
        "感" * 100_000,
        "\n" * 100_000,
        "短行\n" * 20_000,
        "#" * 5_000,
        "```\n" * 999,
        "$" * 5_000,
        "1. " * 5_000,
        "目录\n" * 500,
        "---\n" * 500,
        "😀" * 5_000,
        "[" * 5_000 + "]" * 5_000,
        "".join(f"{n % 9999}\n甲乙丙\n子丑寅\n天地\n" for n in range(5_000)),
        "小鹿 20:16\n为什么?\n老王 20:18\n因为。\n" * 3_000,
        "甲\n- 乙\n" * 5_000,
        "笔者之前写过,大家可按需取用。\n" * 3_000,
        "\\( x_1 " * 5_000,
    ],
    ids=range(22),
)
def test_hostile_text_is_survived_and_linear(text: str) -> None:
    start = time.process_time()
    cleaned = clean_and_explain(text)
    passages = split(cleaned, "x.txt")
    assert time.process_time() - start < 10
    assert all(len(passage.text) <= 1200 for passage in passages)


def patterns() -> list[tuple[str, re.Pattern[str], bool]]:
    """Every compiled pattern of the packages: its name, itself, whether it scans a whole text."""
    found = []
    for package in (bot.clean, bot.split):
        for module in pkgutil.iter_modules(package.__path__):
            loaded = importlib.import_module(f"{package.__name__}.{module.name}")
            source = Path(str(loaded.__file__)).read_text("utf-8")
            for name, value in vars(loaded).items():
                scans = bool(
                    re.search(rf"\b{name}\.(?:search|sub|findall|finditer|split)\(", source)
                )
                for item in value if isinstance(value, tuple) else (value,):
                    pattern = item[1] if isinstance(item, tuple) and len(item) == 2 else item
                    if isinstance(pattern, re.Pattern):
                        found.append((f"{module.name}.{name}", pattern, scans))
    return found


# 100 ms on a quiet machine; the factor is for a busy one.
LONGEST = 0.3
ADVERSARIES = (
    "a" * 100_000,
    "1" * 100_000,
    " " * 100_000,
    "(" * 100_000,
    "a(" * 50_000,
    "=" * 100_000,
    "[](" * 33_000,
    ". " * 50_000,
    "_a" * 50_000,
    "\\a" * 50_000,
    "$a" * 50_000,
    "a = " * 25_000,
    "  " * 50_000 + "x",
    "A " * 50_000,
    "第1" * 25_000,
    "一、" * 25_000,
    "感?" * 20_000,
    "http://" * 14_000,
    "- " * 50_000,
    "1.1" * 33_000,
    "ā" * 50_000,
    "é¶" * 25_000,
)


@pytest.mark.parametrize(("name", "pattern", "scans"), patterns(), ids=lambda v: str(v)[:40])
def test_every_pattern_survives_adversaries(
    name: str, pattern: re.Pattern[str], scans: bool
) -> None:
    for text in ADVERSARIES:
        start = time.process_time()
        pattern.match(text)
        if scans:
            for _ in pattern.finditer(text):
                if time.process_time() - start > LONGEST:
                    break
        assert time.process_time() - start < LONGEST, (name, text[:6])
