"""A sentence in the two languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One meaning, said in Chinese and in English.

    >>> Text("感受野", "receptive field").to("zh")
    '感受野'
    """

    zh: str
    en: str

    def to(self, language: str) -> str:
        """The wording in ``language``; anything but ``"zh"`` reads English."""
        return self.zh if language == "zh" else self.en

    def format(self, **values: object) -> "Text":
        """The same sentence with ``values`` put into its ``{name}`` places.

        >>> Text("共 {n} 段", "{n} passages").format(n=3).en
        '3 passages'
        """
        return Text(self.zh.format(**values), self.en.format(**values))
