"""Boxes as the augmentation demo takes and draws them."""

from typing import Any

import numpy as np

from bot.demos._charts import Boxes, Rectangle
from bot.demos._params import refuse
from bot.text import Text

AXES = Text("x(px)", "x (px)"), Text("y(px)", "y (px)")


def boxes_per_image(boxes: Any) -> tuple[np.ndarray, np.ndarray]:
    """Image numbers and boxes from four boxes, four lists of boxes or rows [image, x1, y1, …]."""
    try:
        if boxes and isinstance(boxes[0], list) and boxes[0] and not isinstance(boxes[0][0], list):
            table = np.array(boxes, dtype=float)
            if table.shape[1] == 5:
                return table[:, 0].astype(int) % 4, checked_boxes(table[:, 1:])
            boxes = [[row] for row in boxes]
        owners = [i for i, found in enumerate(boxes) for _ in found]
        rows = np.array([box for found in boxes for box in found], dtype=float).reshape(-1, 4)
    except (TypeError, ValueError, IndexError):
        raise refuse("boxes 应为 4 个框的列表", "boxes must be four lists of boxes") from None
    if len(boxes) != 4:
        raise refuse("boxes 应有 4 组", "boxes must have four groups")
    return np.array(owners, dtype=int), checked_boxes(rows)


def checked_boxes(boxes: np.ndarray) -> np.ndarray:
    """``boxes`` (N, 4) if every row is x1 <= x2, y1 <= y2."""
    if boxes.size and (boxes.shape[1] != 4 or (boxes[:, :2] > boxes[:, 2:]).any()):
        raise refuse("框应为 x1≤x2、y1≤y2 的 4 个数", "boxes need 4 numbers, x1 <= x2, y1 <= y2")
    return boxes.reshape(-1, 4)


def box_picture(title: Text, width: int, height: int, boxes: np.ndarray, role: str) -> Boxes:
    """Numbered boxes in the frame of an image."""
    frame = Rectangle((0, 0, width, height), "", "muted")
    shown = (Rectangle(tuple(b), str(i), role) for i, b in enumerate(boxes.tolist()))
    return Boxes(title, *AXES, (frame, *shown))
