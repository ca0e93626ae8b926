"""Cleaning rules that take away a part of a line, or lines for what they repeat."""

import re

_PLACEHOLDER = re.compile(
    r"(?:在这里插入图片描述|请添加图片描述|插入图片描述|图片描述|"
    r"enter image description here)[ \t]*",
    re.IGNORECASE,
)
# Where an editor puts the contents that it makes itself.
_CONTENTS = re.compile(
    r"^[ \t]*(?:\[toc\]|\[\[_?toc_?\]\]|@\[toc\](?:\([^()\n]{0,100}\))?|\{:toc\})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BROKEN_IMAGE = re.compile(r"\[外链图片转存失败[^\]]{0,300}\](?:\([^)]{0,500}\))?")


def strip_placeholders(text: str) -> str:
    """Remove what an editor writes in the place of a picture without a caption or of contents.

    >>> strip_placeholders("在这里插入图片描述 这里有公式")
    '这里有公式'
    >>> strip_placeholders("图片分类和图像描述")
    '图片分类和图像描述'
    """
    return _CONTENTS.sub("", _BROKEN_IMAGE.sub("", _PLACEHOLDER.sub("", text)))
