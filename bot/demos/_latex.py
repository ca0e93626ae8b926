"""Numbers as LaTeX."""


def scientific(value: float, digits: int = 3) -> str:
    r"""``value`` with so many significant digits, in powers of ten where that is shorter.

    >>> scientific(0.000015258), scientific(0.25)
    ('1.53\\times10^{-5}', '0.25')
    """
    mantissa, _, exponent = f"{value:.{digits}g}".partition("e")
    return rf"{mantissa}\times10^{{{int(exponent)}}}" if exponent else mantissa
