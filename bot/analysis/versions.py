"""Versions named together: "MobileNetV1 and V2" means two networks of one name."""

import re

_JOINED = re.compile(
    r"""(?<![a-z0-9])([a-z][a-z+]*)([ -]?)(v\d+(?:\.\d+)?)                # a name and its version
        (\s*(?:[、/,，&]|和|与|跟|及|以及|还是|或|比|and|or|vs\.?|versus|to|over|than)\s*)
        (v\d+(?:\.\d+)?)(?![a-z0-9])                                     # a version alone""",
    re.IGNORECASE | re.VERBOSE,
)


def with_full_versions(text: str) -> str:
    """``text`` with the name repeated before every version that leaves it out.

    >>> with_full_versions("Difference between MobileNetV1 and V2")
    'Difference between MobileNetV1 and MobileNetV2'
    >>> with_full_versions("YOLO v3、v4和v5")
    'YOLO v3、YOLO v4和YOLO v5'
    """
    while (named := _JOINED.sub(r"\1\2\3\4\1\2\5", text, count=1)) != text:
        text = named
    return text
