"""Cases of the demos on initialisation, convergence, back-propagation, regression, scaling.

Run as ``python tests/demos/oracles/training_causes.py`` where torch and scikit-learn are installed.
"""
# ruff: noqa: E501, B023 - a table of cases reads best with one case a line

import math

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import KBinsDiscretizer
from torch import nn

rng = np.random.default_rng(1)
torch.manual_seed(1)
torch.set_default_dtype(torch.float64)


def leaf(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


def weight_init():
    cases = []
    for shape in ([256, 256], [64, 3, 7, 7], [10, 5], [8, 4, 1, 3]):
        w = torch.empty(shape)
        fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(w)
        for scheme in (
            "he_normal",
            "he_uniform",
            "xavier_normal",
            "xavier_uniform",
            "lecun_normal",
        ):
            std = {"he": math.sqrt(2 / fan_in), "xavier": math.sqrt(2 / (fan_in + fan_out)),
                   "lecun": math.sqrt(1 / fan_in)}[scheme.split("_")[0]]  # fmt: skip
            outputs = {"fan_in": fan_in, "fan_out": fan_out, "std": std}
            if scheme == "xavier_uniform":
                outputs["bound"] = math.sqrt(6 / (fan_in + fan_out))
            params = {"weight_shape": shape, "scheme": scheme}
            cases.append(answer(params, outputs, "torch.nn.init fans and published formulas"))
    for name in ("relu", "selu", "sigmoid", "tanh", "linear"):
        params = {"op": "gain", "nonlinearity": name}
        cases.append(answer(params, {"gain": nn.init.calculate_gain(name)}, "torch calculate_gain"))
    for slope in (0.2, 0.01, 0, 1):
        params = {"op": "gain", "nonlinearity": "leaky_relu", "negative_slope": slope}
        gain = nn.init.calculate_gain("leaky_relu", slope)
        cases.append(answer(params, {"gain": gain}, "torch calculate_gain"))
    for mean, var in ((0, 1), (0.3, 1.7), (-1, 0.5), (2, 4), (-3, 0.1)):
        sd = math.sqrt(var)

        def selu(x):
            return F.selu(torch.tensor(x)).item()

        ends = (mean - 12 * sd, mean + 12 * sd)
        points = [0.0] if ends[0] < 0 < ends[1] else None
        first, second = (quad(lambda x, p=p: selu(x) ** p * norm.pdf(x, mean, sd), *ends, points=points,
                              epsabs=1e-12, limit=200)[0] for p in (1, 2))  # fmt: skip
        params = {"op": "selu_fixed_point", "mean": mean, "var": var}
        outputs = {"mean_out": first, "var_out": second - first**2}
        cases.append(answer(params, outputs, "scipy quad over torch selu"))
    for fan_in, std, depth in (
        (100, 0.1, 10),
        (256, 0.0884, 20),
        (64, 0.5, 3),
        (10, 0, 2),
        (5, 1, 0),
    ):
        moment = 1.0
        for _ in range(depth):
            moment = fan_in * std**2 * moment / 2
        params = {"op": "relu_variance", "fan_in": fan_in, "std": std, "depth": depth}
        cases.append(answer(params, {"second_moment": moment}, "He 2015 eq. 9, layer by layer"))
    cases += [
        refusal(weight_shape=[5]), refusal(weight_shape=[0, 3]), refusal(op="gain", nonlinearity="x"),
        refusal(op="selu_fixed_point", var=0),
        refusal(op="relu_variance", fan_in=1000, std=100, depth=1000),
    ]  # fmt: skip
    write("weight-init", cases)


def non_convergence_lab():
    cases = []
    for n, d, lr, normalize, steps in ((6, 2, 0.1, True, 8), (6, 2, 0.1, False, 5), (5, 1, 3.0, True, 6),
                                       (8, 3, 0.01, False, 4), (4, 2, 50, False, 5)):  # fmt: skip
        x = rng.normal(3, 10, (n, d)).round(3)
        y = (np.arange(n) % 2).tolist()
        data = (x - x.mean(0)) / x.std(0) if normalize else x
        w, b = leaf([0.0] * d), leaf(0.0)
        optimiser = torch.optim.SGD([w, b], lr=lr)
        losses = []
        for _ in range(steps):
            optimiser.zero_grad()
            target = torch.tensor(y, dtype=torch.float64)
            loss = F.binary_cross_entropy_with_logits(torch.tensor(data) @ w + b, target)
            losses.append(loss.item())
            loss.backward()
            optimiser.step()
        params = {"x": x, "y": y, "lr": lr, "normalize": normalize, "steps": steps, "init": 0}
        outputs = {"losses": losses, "w_final": w, "b_final": b}
        cases.append(answer(params, outputs, "torch SGD, BCE with logits"))
    for hidden, init in ((3, 0.5), (2, 0.0), (2, [[0.1, 0.4], [-0.3, 0.2]])):
        x, y = rng.normal(0, 1, (5, 2)).round(3), [0, 1, 1, 0, 1]
        w1 = leaf(np.full((hidden, 2), init).tolist() if np.ndim(init) == 0 else init)
        w2 = leaf([float(np.mean(init))] * hidden)
        for _ in range(7):
            z = torch.tanh(torch.tensor(x) @ w1.T) @ w2
            loss = F.binary_cross_entropy_with_logits(z, torch.tensor(y, dtype=torch.float64))
            g1, g2 = torch.autograd.grad(loss, (w1, w2))
            w1, w2 = (
                (w1 - 0.3 * g1).detach().requires_grad_(),
                (w2 - 0.3 * g2).detach().requires_grad_(),
            )
        params = {"op": "symmetric_init", "x": x, "y": y, "hidden": hidden, "init": init, "lr": 0.3,
                  "steps": 7}  # fmt: skip
        distinct = len(torch.unique((w1 * 1e9).round(), dim=0))
        outputs = {"w1": w1, "w2": w2, "distinct_hidden_units": distinct}
        cases.append(answer(params, outputs, "torch autograd"))
    cases += [refusal(y=[0, 1]), refusal(x=[1, 2], y=[0, 0.5]), refusal(lr=-1),
              refusal(op="symmetric_init", hidden=2, init=[1, 2])]  # fmt: skip
    write("non-convergence-lab", cases)


def backprop_graph():
    cases = []
    for name, act in (("sigmoid", torch.sigmoid), ("tanh", torch.tanh), ("relu", torch.relu)):
        for inputs, hidden, outs in ((2, 2, 0), (3, 4, 0), (2, 3, 2), (1, 1, 1)):
            shapes = {"w1": (hidden, inputs), "b1": (hidden,), "w2": (outs, hidden) if outs else (hidden,),
                      "b2": (outs,) if outs else ()}  # fmt: skip
            x = rng.normal(0, 1, inputs).round(3)
            target = rng.normal(0, 1, outs).round(3).tolist() if outs else 1.0
            raw = {k: np.round(rng.normal(0, 1, s), 3).tolist() for k, s in shapes.items()}
            t = {k: leaf(v) for k, v in raw.items()}
            h = act(t["w1"] @ torch.tensor(x) + t["b1"])
            o = t["w2"] @ h + t["b2"]
            loss = 0.5 * ((o - torch.tensor(target)) ** 2).sum()
            loss.backward()
            outputs = {
                "hidden": h,
                "output": o,
                "loss": loss,
                **{f"grad_{k}": v.grad for k, v in t.items()},
            }
            params = {"x": x, "target": target, **raw, "activation": name}
            cases.append(answer(params, outputs, "torch autograd"))
    cases += [
        refusal(x=[1, 2, 3]),
        refusal(activation="gelu"),
        refusal(b1=[1]),
        refusal(w1=[[1, 2], [3]]),
    ]
    write("backprop-graph", cases)


def logistic_regression():
    cases = []
    for n, d, c in ((30, 2, 1.0), (12, 1, 0.1), (20, 3, 10.0), (8, 2, 100.0)):
        x = rng.normal(0, 2, (n, d)).round(3)
        y = (x[:, 0] + rng.normal(0, 1, n) > 0).astype(int)
        model = LogisticRegression(C=c, tol=1e-12, max_iter=100_000).fit(x, y)
        params = {"op": "fit", "x": x, "y": y, "C": c}
        outputs = {
            "coef": model.coef_[0],
            "intercept": float(model.intercept_[0]),
            "accuracy": model.score(x, y),
        }
        cases.append(answer(params, outputs, "sklearn LogisticRegression", 1e-4))
    model = LogisticRegression().fit([[-1.0, 0], [1, 1]], [0, 1])
    for w, b, x in (([1, -2], 0.5, [2, 1]), ([0.3, 0.1, 2], -1, [[1, 2, 3], [-1, 0, -800.0]])):
        model.coef_, model.intercept_ = np.array([w], float), np.array([float(b)])
        model.n_features_in_ = len(w)
        z = model.decision_function(np.atleast_2d(x))
        p = model.predict_proba(np.atleast_2d(x))[:, 1]
        one = np.ndim(x) == 1
        outputs = {"probability": p, "log_odds": z, "decision": model.predict(np.atleast_2d(x)),
                   "boundary_distance": z / np.linalg.norm(w)}  # fmt: skip
        outputs = {k: (v[0].item() if one else v) for k, v in outputs.items()}
        cases.append(answer({"op": "predict", "w": w, "b": b, "x": x}, outputs, "sklearn predict"))
    for _ in range(2):
        x = (rng.normal(1, 1, (9, 3)) * [1, 50, 0.1]).round(3)
        z = (x - x.mean(0)) / x.std(0)
        ratios = [np.linalg.svd(m)[1] for m in (x, z)]
        outputs = {
            k: float((s[0] / s[-1]) ** 2)
            for k, s in zip(("condition_raw", "condition_standardized"), ratios, strict=True)
        }
        cases.append(answer({"op": "scaling", "x": x}, outputs, "squared ratio of singular values"))
    for values, n in (([18, 22, 25, 31, 40, 52, 67], 3), ([0, 1, 2, 3, 4], 4), ([-1.5, 2, 0.1], 2)):
        bins = KBinsDiscretizer(n, encode="ordinal", strategy="uniform", subsample=None)
        out = bins.fit_transform(np.array(values, float)[:, None])[:, 0].astype(int)
        params = {"op": "bin", "values": values, "n_bins": n, "strategy": "uniform"}
        cases.append(answer(params, {"edges": bins.bin_edges_[0], "bins": out}, "KBinsDiscretizer"))
    cases += [
        refusal(op="fit", x=[[1, 2]], y=[1], C=1), refusal(op="fit", C=0),
        refusal(op="bin", values=[1, 1]), refusal(op="predict", w=[0, 0], x=[1, 2]),
        refusal(op="predict", w=[1], x=[1, 2]), refusal(op="scaling", x=[[1, 2], [1, 3]]),
    ]  # fmt: skip
    write("logistic-regression", cases)


def scaling_law():
    def loss(n, d):
        return 1.69 + 406.4 / n**0.34 + 410.7 / d**0.28

    cases = []
    for n, d in ((70e9, 1.4e12), (1e6, 1e9), (280e9, 300e9), (1e12, 1e13)):
        outputs = {"loss": loss(n, d), "flops": 6 * n * d, "tokens_per_param": d / n}
        cases.append(
            answer({"op": "loss", "n_params": n, "n_tokens": d}, outputs, "Hoffmann eq. 10")
        )
    for flops in (1e18, 5.76e23, 1e26):
        found = minimize_scalar(lambda t, c=flops: loss(math.exp(t), c / 6 / math.exp(t)),
                                bounds=(0, 80), method="bounded", options={"xatol": 1e-10})  # fmt: skip
        n = math.exp(found.x)
        outputs = {"n_opt": n, "d_opt": flops / 6 / n, "loss": found.fun}
        cases.append(
            answer({"op": "optimal", "flops": flops}, outputs, "scipy minimize_scalar", 1e-4)
        )
    for _ in range(3):
        x = rng.uniform(1, 1e6, 6).round(2)
        y = 3 * x**-0.3 * np.exp(rng.normal(0, 0.1, 6))
        slope, shift = np.polyfit(np.log(x), np.log(y), 1)
        outputs = {"exponent": float(slope), "coefficient": float(np.exp(shift))}
        cases.append(answer({"op": "fit", "x": x, "y": y}, outputs, "numpy.polyfit of logs"))
    cases += [refusal(op="loss", n_params=0), refusal(op="fit", x=[1, 1], y=[2, 3]),
              refusal(op="fit", x=[1, -1], y=[2, 3])]  # fmt: skip
    write("scaling-law", cases)


if __name__ == "__main__":
    for make in (
        weight_init,
        non_convergence_lab,
        backprop_graph,
        logistic_regression,
        scaling_law,
    ):
        make()
