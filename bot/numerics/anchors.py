"""Candidate boxes of dense detectors: feature maps times boxes per cell.

Sources: Liu et al., SSD, 2016 (8732 and 24,564 boxes); Redmon and Farhadi, YOLOv3, 2018 (10,647);
Ren et al., Faster R-CNN, 2015 (9 anchors on the stride-16 map of a 600×1000 image).
"""

from collections.abc import Sequence

Level = tuple[int, int, int]  # height, width, boxes per cell

DETECTORS: dict[str, tuple[Level, ...]] = {
    "SSD300": ((38, 38, 4), (19, 19, 6), (10, 10, 6), (5, 5, 6), (3, 3, 4), (1, 1, 4)),
    "SSD512": (
        (64, 64, 4),
        (32, 32, 6),
        (16, 16, 6),
        (8, 8, 6),
        (4, 4, 6),
        (2, 2, 4),
        (1, 1, 4),
    ),
    "YOLOv3-416": ((52, 52, 3), (26, 26, 3), (13, 13, 3)),
    "RPN conv4 38x63": ((38, 63, 9),),
}


def boxes_per_level(levels: Sequence[Level]) -> list[int]:
    """Boxes on each level.

    >>> [sum(boxes_per_level(levels)) for levels in DETECTORS.values()]
    [8732, 24564, 10647, 21546]
    """
    return [height * width * boxes for height, width, boxes in levels]
