"""Losses of generative adversarial networks, from the scores of real and generated samples.

    minimax          D  softplus(−r) + softplus(f)      G  −softplus(f) = log(1 − D)
    non-saturating   D  as above                        G  softplus(−f) = −log D
    LSGAN            D  ½(r − 1)² + ½ f²                G  ½(f − 1)²
    WGAN             D  f − r                           G  −f
    hinge            D  max(0, 1 − r) + max(0, 1 + f)   G  −f

All are means over the samples; r and f are scores before any sigmoid (a WGAN critic has none).

Sources: Goodfellow 2014; Mao 2017 (LSGAN); Arjovsky 2017 (WGAN); Miyato 2018 (hinge).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.demos._charts import Lines
from bot.demos._curves import curve
from bot.demos._fields import SEED
from bot.demos._params import Array, Choice, Float
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.activations import sigmoid
from bot.text import Text

Scores = NDArray[np.float64]
Critic = Callable[[Scores, Scores], float]
Generator = Callable[[Scores], tuple[Scores, Scores]]


def softplus(z: Scores) -> Scores:
    """log(1 + exp(z)) without overflow."""
    return np.asarray(np.logaddexp(0.0, z))


def _log_critic(real: Scores, fake: Scores) -> float:
    return float(softplus(-real).mean() + softplus(fake).mean())


def _square_critic(real: Scores, fake: Scores) -> float:
    return float(((real - 1) ** 2).mean() + (fake**2).mean()) / 2


def _hinge_critic(real: Scores, fake: Scores) -> float:
    return float(np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean())


def _linear(fake: Scores) -> tuple[Scores, Scores]:
    return -fake, -np.ones_like(fake)


# kind: loss of D, and loss of G per sample with its slope
LOSSES: dict[str, tuple[Critic, Generator]] = {
    "minimax": (_log_critic, lambda f: (-softplus(f), -sigmoid(f))),
    "non_saturating": (_log_critic, lambda f: (softplus(-f), -sigmoid(-f))),
    "lsgan": (_square_critic, lambda f: ((f - 1) ** 2 / 2, f - 1)),
    "wgan": (lambda r, f: float(f.mean() - r.mean()), _linear),
    "hinge": (_hinge_critic, _linear),
}
FORMULAS = {
    "minimax": r"L_G=\mathbb{E}\log(1-\sigma(f))",
    "non_saturating": r"L_G=-\mathbb{E}\log\sigma(f)",
    "lsgan": r"L_G=\tfrac12\mathbb{E}(f-1)^2",
    "wgan": r"L_G=-\mathbb{E}f",
    "hinge": r"L_G=-\mathbb{E}f",
}


def run(kind: str, d_real: np.ndarray, d_fake: np.ndarray) -> Result:
    """Both losses and the generator's gradient by each generated sample's score."""
    critic, generator = LOSSES[kind]
    loss, slope = generator(d_fake)
    values = {
        "d_loss": critic(d_real, d_fake),
        "g_loss": float(loss.mean()),
        "g_grad": slope / len(d_fake),
    }
    size = float(np.abs(slope).mean())
    insight = Text(
        f"{kind}：生成器平均梯度 {size:.4g}；D(fake)≈0 时极小极大梯度消失，非饱和版不会",
        f"{kind}: the generator's mean slope is {size:.4g}; when D(fake) ≈ 0 minimax gives no "
        "gradient, the non-saturating form does",
    )
    return Result(values, insight, (_slopes(kind, d_fake), _losses()), FORMULAS[kind])


def _slopes(kind: str, d_fake: np.ndarray) -> Lines:
    """The generator's slope against the score, the current kind in front."""
    reach = max(6.0, min(float(np.abs(d_fake).max()), 50.0))
    score = np.linspace(-reach, reach, 121)
    order = [*(k for k in ("minimax", "non_saturating", "lsgan", "wgan") if k != kind), kind]
    roles = ("muted", "second", "third", "fourth")
    lines = [
        curve(Text(k, k), score, LOSSES[k][1](score)[1], role, dashed=k != kind)
        for k, role in zip(order[:-1], roles, strict=False)
    ]
    lines.append(curve(Text(kind, kind), score, LOSSES[kind][1](score)[1]))
    rule = ((float(d_fake.mean()), Text("平均得分", "mean score")),)
    title = Text("生成器的梯度", "The generator's gradient")
    axes = Text("生成样本的得分 f", "score of a generated sample f"), Text("dL_G/df", "dL_G/df")
    return Lines(title, *axes, tuple(lines), rules_x=rule)


def _losses() -> Lines:
    score = np.linspace(-6, 6, 121)
    pairs = (("minimax", "bad"), ("non_saturating", "good"))
    lines = tuple(curve(Text(k, k), score, LOSSES[k][1](score)[0], role) for k, role in pairs)
    title = Text("饱和与非饱和的生成器损失", "Saturating and non-saturating loss")
    return Lines(title, Text("得分 f", "score f"), Text("L_G", "L_G"), lines)


def build(seed: int, real: float, fake: float) -> dict[str, Any]:
    """Eight real and eight generated scores around two means."""
    rng = np.random.default_rng(seed)
    return {
        name: rng.normal(mean, 1, 8).round(3).tolist()
        for name, mean in (("d_real", real), ("d_fake", fake))
    }


CONTROLS = (
    SEED,
    Float("real", Text("真样本平均得分", "mean score of real"), 2, -20, 20, (-6, 6), 0.1),
    Float("fake", Text("生成样本平均得分", "mean score of generated"), -2, -20, 20, (-6, 6), 0.1),
)
PARAMS = (
    Choice("kind", Text("损失", "loss"), "non_saturating", tuple(LOSSES)),
    Array("d_real", Text("真样本得分", "scores of real"), [2, 1], 1, -1e6, 1e6),
    Array("d_fake", Text("生成样本得分", "scores of generated"), [-3, -1], 1, -1e6, 1e6),
)
DEMO = Demo(
    title=Text("GAN 损失：原始·LSGAN·WGAN·hinge", "GAN losses compared"),
    topics=("gan-loss", "gan", "lsgan", "wgan", "hinge-loss", "gan-models"),
    group="generative",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Goodfellow 2014; Mao 2017; Arjovsky 2017; Miyato 2018",
    asks=(Text("为什么生成器用非饱和损失？", "Why the non-saturating loss for the generator?"),),
    presets=(
        Preset(
            Text("判别器太强", "D too strong"),
            {"kind": "minimax", "d_fake": [-10]},
            "Goodfellow et al., 2014, section 3",
        ),
    ),
    examples=(Example({"kind": "wgan"}, {"d_loss": -3.5, "g_loss": 2.0}, "means 1.5 and −2"),),
)
