"""Oracles for confusion-metrics, l1-l2, activation-zoo, pruning and quantization."""

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write
from sklearn import metrics
from sklearn.linear_model import Lasso, Ridge
from torch import nn
from torch.nn.utils import prune

torch.set_default_dtype(torch.float64)
RNG = np.random.default_rng(9)


def confusion():
    cases = []
    for counts in ((8, 2, 4, 86), (0, 0, 1, 99), (5, 0, 0, 5), (3, 7, 2, 0), (0, 3, 0, 0),
                   (12, 5, 9, 40)):  # fmt: skip
        for beta in (1.0, 2.0, 0.5):
            tp, fp, fn, tn = counts
            y = [1] * tp + [0] * fp + [1] * fn + [0] * tn
            p = [1] * tp + [1] * fp + [0] * fn + [0] * tn
            zero = {"zero_division": 0}
            cases.append(answer({"tp": tp, "fp": fp, "fn": fn, "tn": tn, "beta": beta},
                                {"accuracy": metrics.accuracy_score(y, p),
                                 "precision": metrics.precision_score(y, p, **zero),
                                 "recall": metrics.recall_score(y, p, **zero),
                                 "f1": metrics.f1_score(y, p, **zero),
                                 "f_beta": metrics.fbeta_score(y, p, beta=beta, **zero)},
                                "sklearn.metrics"))  # fmt: skip
    for classes, n in ((2, 6), (3, 12), (4, 20), (5, 7), (3, 1)):
        y, p = RNG.integers(0, classes, n), RNG.integers(0, classes, n)
        args = {"labels": list(range(classes)), "zero_division": 0}
        parts = metrics.precision_recall_fscore_support(y, p, **args)
        f1 = {f"{a}_f1": metrics.f1_score(y, p, average=a, **args)
              for a in ("macro", "micro", "weighted")}  # fmt: skip
        cases.append(
            answer(
                {"y_true": y, "y_pred": p, "n_classes": classes},
                {
                    "accuracy": metrics.accuracy_score(y, p),
                    **f1,
                    "confusion": metrics.confusion_matrix(y, p, labels=args["labels"]),
                    "precision": parts[0],
                    "recall": parts[1],
                    "f1": parts[2],
                    "mcc": metrics.matthews_corrcoef(y, p),
                },
                "sklearn.metrics",
            )
        )
    cases += [refusal(tp=0, fp=0, fn=0, tn=0), refusal(tp=-1), refusal(beta=0),
              refusal(y_true=[0, 1], y_pred=[0], n_classes=2), refusal(tp=1, y_true=[1]),
              refusal(y_true=[0, 2], y_pred=[0, 1], n_classes=2)]  # fmt: skip
    write("confusion-metrics", cases)


def l1_l2():
    cases = []
    for n, lam in ((4, 0.5), (1, 0.0), (6, 2.0), (8, 0.05)):
        w = RNG.normal(0, 1.5, n).round(2)
        soft = F.softshrink(torch.tensor(w), lam)
        cases.append(answer({"op": "prox", "w": w, "lam": lam},
                            {"l1": soft, "l2": w / (1 + 2 * lam),
                             "n_zero_l1": int((soft == 0).sum())}, "F.softshrink"))  # fmt: skip
    for n, p in ((10, 3), (20, 5), (30, 8), (6, 1)):
        for lam in (0.01, 0.3, 2.0):
            x = RNG.normal(size=(n, p)).round(2)
            y = (x @ RNG.normal(size=p) + RNG.normal(0, 0.3, n)).round(2)
            fits = {"lasso": Lasso(lam, fit_intercept=False, tol=1e-14, max_iter=10**6),
                    "ridge": Ridge(lam, fit_intercept=False, tol=1e-14)}  # fmt: skip
            for op, fit in fits.items():
                cases.append(answer({"op": op, "x": x, "y": y, "lam": lam},
                                    {"coef": fit.fit(x, y).coef_}, f"sklearn {op}"))  # fmt: skip
    cases += [
        refusal(op="lasso", x=[[1, 2]], y=[1, 2]),
        refusal(op="prox", lam=-1),
        refusal(op="elastic"),
        refusal(op="prox", x=[[1]]),
        refusal(op="prox", w=[]),
    ]
    write("l1-l2", cases)


def activations():
    cases = []
    x = np.array([-1000, -25, -6, -3, -2.5, -1, -0.3, 0, 0.3, 1, 2.5, 3, 5.9, 6, 7, 25, 1000.0])
    glu_in = [[1.0, -2.0, 0.5, 3.0], [0.0, 1.0, -1.0, -30.0]]
    makers = {
        "relu": F.relu, "relu6": F.relu6, "sigmoid": torch.sigmoid, "tanh": torch.tanh,
        "selu": F.selu, "gelu": F.gelu, "gelu_tanh": lambda t: F.gelu(t, approximate="tanh"),
        "mish": F.mish, "hardsigmoid": F.hardsigmoid, "hardswish": F.hardswish,
    }  # fmt: skip
    runs = [({"name": name}, f) for name, f in makers.items()]
    runs += [({"name": "leaky_relu", "negative_slope": a}, lambda t, a=a: F.leaky_relu(t, a))
             for a in (0.01, 0.2)]  # fmt: skip
    runs += [({"name": "elu", "alpha": a}, lambda t, a=a: F.elu(t, a)) for a in (1.0, 0.5)]
    runs += [({"name": "softplus", "beta": b}, lambda t, b=b: F.softplus(t, b)) for b in (1.0, 2.5)]
    runs += [
        ({"name": "swish", "beta": b}, lambda t, b=b: t * torch.sigmoid(b * t))
        for b in (1.0, 1.702)
    ]
    for params, f in runs:
        t = torch.tensor(x, requires_grad=True)
        y = f(t)
        y.sum().backward()
        cases.append(answer({**params, "x": x}, {"y": y, "dy": t.grad}, "torch with autograd"))
    cases.append(answer({"name": "glu", "x": glu_in}, {"y": F.glu(torch.tensor(glu_in))}, "F.glu"))
    for r in (6.0, 2.0, 10.0):
        t = torch.linspace(-r, r, 400_001)
        gap = (F.hardswish(t) - F.silu(t)).abs().max()
        cases.append(answer({"op": "hswish_gap", "range": r}, {"max_abs_gap": gap}, "torch grid"))
        cases.append(answer({"op": "hswish_gap", "range": [-r, r]}, {"max_abs_gap": gap}, "grid"))
    cases += [
        refusal(name="glu", x=[1, 2, 3]),
        refusal(name="square", x=[1]),
        refusal(x=["a"]),
        refusal(name="relu", x=[1], alpha=2),
        refusal(name="softplus", x=[1], beta=0),
    ]
    write("activation-zoo", cases)


def pruning():
    cases = []
    for shape in ((6, 6), (10,), (3, 4, 2), (5, 3)):
        for sparsity in (0.3, 0.5, 0.75):
            w = torch.tensor(RNG.normal(size=shape).round(4))
            layer = nn.Module()
            layer.w = nn.Parameter(w.clone())
            prune.l1_unstructured(layer, "w", sparsity)
            mask = layer.w_mask.long()
            cases.append(answer({"w": w, "sparsity": sparsity, "criterion": "magnitude",
                                 "structured": False},
                                {"mask": mask, "nnz": int(mask.sum()), "pruned": layer.w},
                                "torch l1_unstructured"))  # fmt: skip
            if len(shape) > 1:
                for norm in (1, 2):
                    layer = nn.Module()
                    layer.w = nn.Parameter(w.clone())
                    prune.ln_structured(layer, "w", sparsity, norm, 0)
                    mask = layer.w_mask.long()
                    rows = mask.reshape(len(w), -1)[:, 0].nonzero().ravel()
                    cases.append(
                        answer(
                            {
                                "w": w,
                                "sparsity": sparsity,
                                "criterion": f"l{norm}",
                                "structured": True,
                            },
                            {"mask": mask, "kept_rows": rows},
                            "torch ln_structured",
                        )
                    )
    for n in (6, 9):
        w, h, g = (
            RNG.normal(size=n).round(3),
            RNG.uniform(0.1, 3, n).round(3),
            RNG.normal(size=n).round(3),
        )
        rises = []
        for i in range(n):
            cut = w.copy()
            cut[i] = 0
            rises.append(0.5 * (h * (cut - w) ** 2).sum())
        for criterion, importance in (("obd", np.array(rises)), ("taylor", np.abs(g * w))):
            keep = np.ones(n, int)
            keep[np.argsort(importance)[: round(0.5 * n)]] = 0
            cases.append(answer({"w": w, "grad": g, "hessian_diag": h, "sparsity": 0.5,
                                 "criterion": criterion, "structured": False},
                                {"importance": importance, "mask": keep},
                                "rise of a quadratic loss; |g w|"))  # fmt: skip
    for n, s, v, i in ((1000, 0.9, 32, 32), (10**6, 0.5, 8, 16), (12345, 0.0, 32, 0)):
        left = n - round(s * n)
        cases.append(answer({"op": "storage", "n_weights": n, "sparsity": s, "bits_value": v,
                             "bits_index": i},
                            {"dense_bytes": n * v / 8, "sparse_bytes": left * (v + i) / 8,
                             "ratio": n * v / (left * (v + i))}, "closed form"))  # fmt: skip
    cases += [refusal(sparsity=1.2), refusal(criterion="random"), refusal(op="storage", sparsity=1),
              refusal(w=[1, 2], grad=[1], hessian_diag=[1, 2], criterion="taylor"),
              refusal(w=[1, 2], criterion="obd", hessian_diag=None, grad=None)]  # fmt: skip
    write("pruning", cases)


def quantization():
    cases = []
    for n, low, high in ((10, -1.3, 2.7), (8, 0.2, 3.1), (8, -4.0, -0.5), (1, 2.0, 2.0)):
        for bits in (2, 4, 8, 12):
            for symmetric in (False, True):
                x = RNG.uniform(low, high, n).round(3)
                if symmetric:
                    scale, zero = np.abs(x).max() / (2 ** (bits - 1) - 1), 0
                    lo, hi = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
                else:
                    a, b = min(0.0, x.min()), max(0.0, x.max())
                    scale, (lo, hi) = (b - a) / (2**bits - 1), (0, 2**bits - 1)
                    zero = int(np.clip(np.round(-a / scale), lo, hi))
                fake = torch.fake_quantize_per_tensor_affine(
                    torch.tensor(x, dtype=torch.float32), float(scale), zero, lo, hi
                ).double().numpy()  # fmt: skip
                outputs = {"scale": scale, "zero_point": zero, "dequantized": fake,
                           "q": np.round(fake / scale).astype(int) + zero,
                           "mse": np.mean((x - fake) ** 2)}  # fmt: skip
                cases.append(answer({"x": x, "bits": bits, "symmetric": symmetric}, outputs,
                                    "torch.fake_quantize_per_tensor_affine", 1e-5))  # fmt: skip
    for symmetric in (False, True):
        x = RNG.normal(size=(3, 4)).round(3) * [[1.0], [10.0], [0.1]]
        low, high = np.minimum(x.min(1), 0), np.maximum(x.max(1), 0)
        scale = np.abs(x).max(1) / 127 if symmetric else (high - low) / 255
        zero = np.zeros(3) if symmetric else np.round(-low / scale)
        lo, hi = (-128, 127) if symmetric else (0, 255)
        fake = torch.fake_quantize_per_channel_affine(
            torch.tensor(x, dtype=torch.float32), torch.tensor(scale, dtype=torch.float32),
            torch.tensor(zero, dtype=torch.int32), 0, lo, hi,
        ).double().numpy()  # fmt: skip
        q = np.round(fake / scale[:, None] + zero[:, None]).astype(int)
        cases.append(answer({"x": x, "bits": 8, "symmetric": symmetric, "per_channel": True},
                            {"scale": scale, "q": q, "dequantized": fake},
                            "torch.fake_quantize_per_channel_affine", 1e-5))  # fmt: skip
    cases.append(answer({"x": [-127.0, 126.0, 31.5], "bits": 8, "symmetric": True},
                        {"scale": 1.0, "q": [-127, 126, 32]}, "halves go to even"))  # fmt: skip
    x = np.array([0.1, 0.5, -0.7, 1.0])
    scale = 1.7 / 255
    restored = (np.round(x / scale) + round(0.7 / scale) - round(0.7 / scale)) * scale
    ratio = 10 * np.log10((x**2).mean() / ((x - restored) ** 2).mean())
    cases.append(answer({"x": x}, {"sqnr_db": ratio}, "the definition", 1e-6))
    cases.append(answer({"x": [0.0, 0.0]}, {"q": [0, 0], "mse": 0.0, "sqnr_db": None}, "all zero"))
    cases += [refusal(bits=1), refusal(x=[]), refusal(x=[1, 2], per_channel=True),
              refusal(bits=8.5), refusal(x=[float("inf")])]  # fmt: skip
    write("quantization", cases)


if __name__ == "__main__":
    confusion()
    l1_l2()
    activations()
    pruning()
    quantization()
