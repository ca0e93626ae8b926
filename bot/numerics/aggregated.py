"""ResNeXt's aggregated transformation in its three equivalent forms, without shortcut.

Shapes, channels-first: ``x`` (C_in, H, W), ``reduce`` (G·d, C_in, 1, 1), ``group`` (G·d, d, k, k)
with odd k, ``expand`` (C_out, G·d, 1, 1); the size is kept. Source: Xie et al., 2017, figure 3.
"""

import numpy as np
from numpy.typing import NDArray

from bot.numerics.convolution import conv2d

Array = NDArray[np.float64]


def grouped(x: Array, reduce: Array, group: Array, expand: Array, groups: int) -> Array:
    """Form (c): one grouped convolution between two 1×1."""
    inner = conv2d(conv2d(x, reduce), group, padding=group.shape[-1] // 2, groups=groups)
    return conv2d(inner, expand)


def branches(x: Array, reduce: Array, group: Array, groups: int) -> list[Array]:
    """What each branch makes, (d, H, W) apiece, before expansion."""
    parts = zip(np.split(reduce, groups), np.split(group, groups), strict=True)
    return [conv2d(conv2d(x, r), g, padding=g.shape[-1] // 2) for r, g in parts]


def summed(x: Array, reduce: Array, group: Array, expand: Array, groups: int) -> Array:
    """Form (a): every branch is expanded alone, then all are added."""
    parts = zip(branches(x, reduce, group, groups), np.split(expand, groups, axis=1), strict=True)
    return np.asarray(sum(conv2d(branch, e) for branch, e in parts))


def joined(x: Array, reduce: Array, group: Array, expand: Array, groups: int) -> Array:
    """Form (b): branches are concatenated, then expanded together."""
    return conv2d(np.concatenate(branches(x, reduce, group, groups)), expand)
