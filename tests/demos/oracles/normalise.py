"""Oracles for batchnorm, norm-axes, attention-scaling and repvgg-reparam: torch functions."""

import math

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write

torch.set_default_dtype(torch.float64)
RNG = np.random.default_rng(6)


def normal(*shape, scale=1.0):
    return torch.tensor((RNG.normal(size=shape) * scale).round(3))


def batchnorm():
    cases = []
    for shape in ((4, 3), (2, 1), (7, 2), (2, 2, 3), (3, 2, 2, 2)):
        for training in (True, False):
            c = shape[1]
            x, gamma, beta = normal(*shape, scale=3) + 2, normal(c), normal(c)
            mean, var = normal(c), normal(c).abs() + 0.1
            momentum, eps = round(RNG.uniform(0.01, 1), 2), float(RNG.choice([1e-5, 1e-3]))
            params = {"x": x, "gamma": gamma, "beta": beta, "running_mean": mean.clone(),
                      "running_var": var.clone(), "training": training, "momentum": momentum,
                      "eps": eps}  # fmt: skip
            y = F.batch_norm(x, mean, var, gamma, beta, training, momentum, eps)
            outputs = {"y": y, "running_mean": mean, "running_var": var}
            if training:
                axes = [i for i in range(x.ndim) if i != 1]
                outputs |= {"batch_mean": x.mean(axes), "batch_var": x.var(axes, correction=0)}
            cases.append(answer(params, outputs, "F.batch_norm"))
    constant = answer({"x": [[3.0], [3.0]]}, {"y": [[0.0], [0.0]], "batch_var": [0.0]}, "no spread")
    cases.append(constant)
    cases += [
        refusal(x=[[1.0, 2.0]], training=True),
        refusal(gamma=[1, 2]),
        refusal(eps=0),
        refusal(running_var=[-1, 1, 1]),
        refusal(momentum=1.5),
        refusal(x=[1, 2]),
    ]
    write("batchnorm", cases)


def norm_axes():
    cases = []
    for shape, groups in (((2, 4, 3, 3), 2), ((3, 6, 2, 2), 3), ((1, 4, 2, 3), 1), ((2, 2, 2), 2)):
        x, eps = normal(*shape, scale=2), 1e-5
        n, c = shape[:2]
        results = {
            "batch": (F.batch_norm(x, None, None, training=True, eps=eps), c),
            "layer": (F.layer_norm(x, x.shape[1:], eps=eps), n),
            "instance": (F.instance_norm(x, eps=eps), n * c),
            "group": (F.group_norm(x, groups, eps=eps), n * groups),
        }
        for kind, (y, count) in results.items():
            cases.append(answer({"x": x, "kind": kind, "groups": groups, "eps": eps},
                                {"y": y, "n_stats": count}, f"F.{kind}_norm"))  # fmt: skip
        for logits in (normal(3), torch.tensor([0.2, 0.3, 0.5])):
            w = logits if logits.sum() == 1 else F.softmax(logits, 0)
            rest = tuple(range(2, x.ndim))
            axes = (0, *rest), rest, (1, *rest)
            mean = sum(v * x.mean(a, keepdim=True) for v, a in zip(w, axes, strict=True))
            var = sum(
                v * x.var(a, correction=0, keepdim=True) for v, a in zip(w, axes, strict=True)
            )
            cases.append(answer({"x": x, "kind": "switchable", "w_mean": logits, "w_var": logits,
                                 "eps": eps}, {"y": (x - mean) / (var + eps).sqrt()},
                                "Luo 2018 in torch"))  # fmt: skip
    cases += [refusal(kind="group", groups=3), refusal(kind="weight"), refusal(x=[1, 2]),
              refusal(kind="instance", x=[[[[1.0]]]]), refusal(kind="switchable", w_mean=[1, 0]),
              refusal(eps=0)]  # fmt: skip
    write("norm-axes", cases)


def attention_scaling():
    cases = []
    for n, m, d, e in ((4, 4, 8, 8), (3, 5, 2, 4), (1, 1, 1, 1), (5, 5, 16, 3), (2, 3, 64, 2)):
        for scale in (True, False):
            for causal in (True, False):
                q, k, v = normal(n, d), normal(m, d), normal(m, e)
                out = F.scaled_dot_product_attention(
                    q[None], k[None], v[None], is_causal=causal, scale=None if scale else 1.0
                )[0]
                weights = F.scaled_dot_product_attention(
                    q[None], k[None], torch.eye(m)[None], is_causal=causal,
                    scale=None if scale else 1.0,
                )[0]  # fmt: skip
                if d <= 8:
                    cases.append(answer({"q": q, "k": k, "v": v, "scale": scale, "causal": causal},
                                        {"out": out, "weights": weights,
                                         "entropy": torch.special.entr(weights).sum(1)},
                                        "F.scaled_dot_product_attention"))  # fmt: skip
    q, k, v = normal(2, 3, 4), normal(2, 3, 4), normal(2, 3, 4)
    cases.append(answer({"q": q, "k": k, "v": v}, {"out": F.scaled_dot_product_attention(q, k, v)},
                        "two heads at once"))  # fmt: skip
    for d in (1, 16, 64, 100, 512):
        cases.append(answer({"op": "variance", "d_k": d}, {"score_variance": float(d),
                             "score_std": math.sqrt(d), "scaled_variance": 1.0},
                            "Vaswani 2017, footnote 4"))  # fmt: skip
    cases += [refusal(q=[[1, 2]], k=[[1]], v=[[1]]), refusal(op="variance", d_k=0),
              refusal(q=[[1]], k=[[1]], v=[[1], [2]]), refusal(op="mean", d_k=4),
              refusal(scale="maybe")]  # fmt: skip
    write("attention-scaling", cases)


if __name__ == "__main__":
    batchnorm()
    norm_axes()
    attention_scaling()
