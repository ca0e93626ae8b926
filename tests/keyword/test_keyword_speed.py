"""A search of the shipped notes stays far below what a reader notices.

A bound on the order of magnitude: processor time, the best of three calls, ten times what was
measured, so that no machine fails it by being slow or busy. The figures, beside other engines and
at 100,000 passages, come from ``benchmarks/keyword_search.py``.
"""

import random
import time

import numpy as np

from bot.keyword.index import KeywordIndex

MOST_MILLISECONDS = 25.0


def milliseconds(index: KeywordIndex, query: str) -> float:
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        index.search(query)
        best = min(best, 1000 * (time.process_time() - began))
    return best


def test_nineteen_of_twenty_searches_stay_within_the_bound(shipped: KeywordIndex) -> None:
    words = [word for p in shipped.passages for word in p.text.split() if word.isascii()]
    windows = [p.text[i : i + 3] for p in shipped.passages for i in range(0, len(p.text), 90)]
    drawn = random.Random(7).sample([*words[::20], *windows], 600)
    queries = [*drawn, "空洞卷积的缺点", "recpetive field", "卷积 OR 池化 -步长"]
    assert len(queries) > 100
    times = [milliseconds(shipped, query) for query in queries]
    assert np.percentile(times, 95) <= MOST_MILLISECONDS
