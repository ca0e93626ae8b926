"""Parameters and multiply-accumulates of transformer layers and models.

One layer: four projections with biases, two layer normalisations, and a feed-forward part of width
``d_ff``. Sources: Vaswani et al., 2017; Devlin et al., BERT, 2019; Radford et al., GPT-2, 2019.
"""


def layer_params(d: int, d_ff: int) -> int:
    """Weights and biases of one layer.

    >>> layer_params(768, 3072)
    7087872
    """
    attention = 4 * (d * d + d)
    feed_forward = d * d_ff + d_ff + d_ff * d + d
    return attention + feed_forward + 2 * 2 * d


def layer_macs(n: int, d: int, d_ff: int) -> tuple[int, int, int]:
    """Multiply-accumulates of the projections, of QKᵀ with AV, and of the feed-forward part."""
    return 4 * n * d * d, 2 * n * n * d, 2 * n * d * d_ff


def crossover(d: int, d_ff: int) -> int:
    """The length n at which attention costs as much as the rest: 2n²d = 4nd² + 2nd·d_ff.

    >>> crossover(768, 4 * 768) // 768
    6
    """
    return 2 * d + d_ff


def model_params(
    vocab: int, positions: int, segments: int, d: int, layers: int, d_ff: int, pooler: bool
) -> int:
    """Embeddings (tied with the output), one layer normalisation beside the layers, a pooler.

    >>> model_params(30522, 512, 2, 768, 12, 3072, True)
    109482240
    >>> model_params(50257, 1024, 0, 768, 12, 3072, False)
    124439808
    """
    embeddings = (vocab + positions + segments) * d + 2 * d
    return embeddings + layers * layer_params(d, d_ff) + (d * d + d if pooler else 0)
