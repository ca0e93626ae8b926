"""Error and variance of several models taken together.

Source: Goodfellow, Bengio and Courville, Deep Learning, 2016, section 7.11; Condorcet, 1785.
"""


def vote_error(models: int, error: float) -> float:
    """Probability that more than half of ``models`` independent voters err; a tie does not count.

    >>> round(vote_error(5, 0.3), 5)
    0.16308
    """
    from scipy.stats import binom  # slow to import, and every start of the program reads the demos

    return float(binom.sf(models // 2, models, error))


def tie_probability(models: int, error: float) -> float:
    """Probability that exactly half of the voters err."""
    from scipy.stats import binom

    return 0.0 if models % 2 else float(binom.pmf(models // 2, models, error))


def mean_variance(models: int, variance: float, correlation: float) -> float:
    """Variance of the mean of equally correlated models: ρσ² + (1 − ρ)σ²/n.

    >>> mean_variance(4, variance=1.0, correlation=0.0)
    0.25
    """
    return correlation * variance + (1 - correlation) * variance / models
