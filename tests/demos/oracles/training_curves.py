"""Cases of the demos on losses, fitting, descent, averages and schedules, from torch and scipy.

Run as ``python tests/demos/oracles/training_curves.py`` where torch is installed.
"""
# ruff: noqa: E501 - a table of cases reads best with one case a line

import numpy as np
import scipy.stats
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write
from scipy.signal import lfilter
from sklearn.linear_model import Ridge
from sklearn.metrics import hinge_loss
from torch.optim import lr_scheduler as sched

rng = np.random.default_rng(0)
torch.set_default_dtype(torch.float64)


def leaf(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


def loss_zoo():
    cases = []
    for n in (2, 3, 5):
        p, q = rng.dirichlet(np.ones(n)), rng.dirichlet(np.ones(n))
        p[0] = p[0] if n != 5 else 0.0
        p /= p.sum()
        kl, entropy = scipy.stats.entropy(p, q), scipy.stats.entropy(p)
        params = {"kind": "cross_entropy_dist", "p_true": p, "q_pred": q}
        outputs = {"loss": entropy + kl, "entropy": entropy, "kl": kl}
        cases.append(answer(params, outputs, "scipy.stats.entropy"))
    for logits, target in (([2, 1, 0.1], 0), ([1000.0, -1000], 1), ([[0.0, 3], [5, -2]], [1, 0])):
        loss = F.cross_entropy(torch.tensor(logits, dtype=torch.float64), torch.tensor(target))
        params = {"kind": "cross_entropy_logits", "logits": logits, "target": target}
        cases.append(answer(params, {"loss": loss}, "torch F.cross_entropy"))
    pred, true = rng.normal(0, 2, 6).round(3).tolist(), rng.normal(0, 2, 6).round(3).tolist()
    functions = {
        "mse": (F.mse_loss, {}), "mae": (F.l1_loss, {}), "huber": (F.huber_loss, {"delta": 0.7}),
        "smooth_l1": (F.smooth_l1_loss, {"beta": 0.4}),
    }  # fmt: skip
    for kind, (function, extra) in functions.items():
        for a, b in (
            (pred, true),
            ([1.0, 2.0], [1.0, 0.0]),
            ([[1.0, -3], [9, 0]], [[0.0, 0], [0, 0]]),
        ):
            z = leaf(a)
            loss = function(z, torch.tensor(b), **extra)
            loss.backward()
            params = {"kind": kind, "y_pred": a, "y_true": b, **extra}
            cases.append(answer(params, {"loss": loss, "grad": z.grad}, f"torch {kind}"))
    signs = [1, -1, -1, 1, 1, -1]
    z = leaf(pred)
    F.relu(1 - torch.tensor(signs) * z).mean().backward()
    params = {"kind": "hinge", "y_pred": pred, "y_true": signs}
    outputs = {"loss": hinge_loss(signs, pred), "grad": z.grad}
    cases.append(answer(params, outputs, "sklearn hinge_loss, autograd"))
    bits = [1, 0, 0, 1, 1, 0]
    for logits in (pred, [800.0, -800, 800, -800, 0, 3]):
        z = leaf(logits)
        loss = F.binary_cross_entropy_with_logits(z, torch.tensor(bits, dtype=torch.float64))
        loss.backward()
        params = {"kind": "bce_logits", "logits": logits, "y_true": bits}
        cases.append(answer(params, {"loss": loss, "grad": z.grad}, "torch BCE with logits"))
    for p, t, s in (([0.9, 0.2, 0.8], [1, 0, 1], 1.0), ([0, 0], [0, 0], 1.0), ([0.5], [1], 0.0)):
        p64, t64 = np.array(p, float), np.array(t, float)
        loss = 1 - (2 * p64 @ t64 + s) / (p64.sum() + t64.sum() + s)
        params = {"kind": "dice", "y_pred": p, "y_true": t, "smooth": s}
        cases.append(answer(params, {"loss": loss}, "closed form"))
    cases += [
        refusal(kind="dice", y_pred=[0, 0], y_true=[0, 0], smooth=0),
        refusal(kind="cross_entropy_dist", p_true=[0.5, 0.5], q_pred=[1, 0]),
        refusal(kind="cross_entropy_dist", p_true=[0.5, 0.9], q_pred=[0.5, 0.5]),
        refusal(kind="hinge", y_pred=[1], y_true=[0]),
        refusal(kind="mse", y_pred=[1, 2], y_true=[0]),
        refusal(kind="cross_entropy_logits", logits=[1, 2], target=2),
    ]
    write("loss-zoo", cases)


def bias_variance():
    cases = []
    for n, degree, ridge in (
        (10, 3, 0),
        (10, 0, 0),
        (10, 9, 0),
        (8, 5, 0.5),
        (12, 12, 0.01),
        (6, 1, 2),
    ):
        x, xt = np.sort(rng.uniform(0, 1, n)).round(4), rng.uniform(0, 1, 7).round(4)
        y, yt = np.sin(6.28 * x).round(4), np.sin(6.28 * xt).round(4)
        if ridge:
            model = Ridge(alpha=ridge, fit_intercept=False, solver="svd")
            coef = model.fit(np.vander(x, degree + 1, increasing=True), y).coef_
        else:
            coef = np.polyfit(x, y, degree)[::-1]
        errors = [np.mean((np.polyval(coef[::-1], a) - b) ** 2) for a, b in ((x, y), (xt, yt))]
        params = {"x_train": x, "y_train": y, "x_test": xt, "y_test": yt, "degree": degree,
                  "ridge": ridge}  # fmt: skip
        outputs = {"train_mse": errors[0], "test_mse": errors[1]}
        if degree < 9 or ridge:
            outputs["coef"] = coef
        cases.append(answer(params, outputs, "numpy.polyfit, sklearn Ridge", 1e-5))
    cases += [refusal(x_train=[1, 2], y_train=[1]), refusal(degree=-1), refusal(ridge=-0.1)]
    write("bias-variance", cases)


def gradient_descent():
    cases = []
    for eig, lr, steps, start in (
        ([1, 10], 0.1, 30, [1, 1]), ([1, 10], 0.2, 7, [1, 1]), ([1, 10], 0.25, 5, [4, -3]),
        ([2], 0.9, 12, [5]), ([0.5, 3, 8], 0.02, 100, [1, -2, 0]), ([4, 4], 0.25, 1, [9, 9]),
        ([1, 1], 1.5, 0, [2, 3]),
    ):  # fmt: skip
        x = leaf([float(s) for s in start])
        optimiser = torch.optim.SGD([x], lr=lr)
        for _ in range(steps):
            optimiser.zero_grad()
            (0.5 * (torch.tensor(eig) * x**2).sum()).backward()
            optimiser.step()
        top, low = max(eig), min(eig)
        outputs = {"x_final": x, "max_lr": 2 / top, "best_lr": 2 / (top + low),
                   "converges": all(abs(1 - lr * e) < 1 for e in eig),
                   "condition_number": top / low, "best_rate": (top / low - 1) / (top / low + 1)}  # fmt: skip
        params = {"eigenvalues": eig, "lr": lr, "steps": steps, "start": start}
        cases.append(answer(params, outputs, "torch.optim.SGD"))
    cases += [
        refusal(eigenvalues=[1, 2, 3]), refusal(lr=0), refusal(eigenvalues=[0, 1]),
        refusal(lr=1000, steps=1000), refusal(eigenvalues=[-1, 1]),
    ]  # fmt: skip
    write("gradient-descent", cases)


def ema():
    cases = []
    for n, beta in ((1, 0.9), (8, 0.9), (12, 0.0), (20, 0.999), (5, 0.5), (10, 0.9999)):
        x = rng.normal(3, 1, n).round(3)
        v = lfilter([1 - beta], [1, -beta], x)
        loop, corrected = 0.0, []
        for t, value in enumerate(x, 1):
            loop = beta * loop + (1 - beta) * value
            corrected.append(loop / (1 - beta**t))
        outputs = {"ema": v, "corrected": corrected, "effective_window": 1 / (1 - beta),
                   "half_life": np.log(0.5) / np.log(beta) if beta else 0.0}  # fmt: skip
        cases.append(answer({"x": x, "beta": beta}, outputs, "scipy lfilter, plain loop"))
    cases += [refusal(beta=1), refusal(beta=-0.1), refusal(x=[])]
    write("ema", cases)


def rates(make, n, lr=0.1):
    optimiser = torch.optim.SGD([leaf([0.0])], lr=lr)
    schedule = make(optimiser)
    out = []
    for _ in range(n):
        out.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.step()
    return out


def lr_schedules():
    makers = [
        ("step", {"step_size": 4, "gamma": 0.3}, sched.StepLR),
        ("step", {"step_size": 1, "gamma": 0.9}, sched.StepLR),
        ("multistep", {"milestones": [3, 7, 7, 12], "gamma": 0.5}, sched.MultiStepLR),
        ("exponential", {"gamma": 0.8}, sched.ExponentialLR),
        ("cosine", {"t_max": 10, "eta_min": 0.01}, lambda o, t_max, eta_min: sched.CosineAnnealingLR(o, t_max, eta_min)),
        ("cosine", {"t_max": 40, "eta_min": 0}, lambda o, t_max, eta_min: sched.CosineAnnealingLR(o, t_max, eta_min)),
        ("cosine_restarts", {"t_0": 4, "t_mult": 2, "eta_min": 0.001}, lambda o, t_0, t_mult, eta_min: sched.CosineAnnealingWarmRestarts(o, t_0, t_mult, eta_min)),
        ("cosine_restarts", {"t_0": 5, "t_mult": 1, "eta_min": 0}, lambda o, t_0, t_mult, eta_min: sched.CosineAnnealingWarmRestarts(o, t_0, t_mult, eta_min)),
        ("linear", {"start_factor": 0.25, "end_factor": 1, "total_iters": 6}, sched.LinearLR),
        ("linear", {"start_factor": 1, "end_factor": 0.0, "total_iters": 30}, sched.LinearLR),
        ("polynomial", {"total_iters": 12, "power": 0.9}, sched.PolynomialLR),
        ("warmup", {"start_factor": 0.1, "total_iters": 5}, sched.LinearLR),
        ("cyclic", {"base": 0.01, "max_lr": 0.2, "step_size_up": 3}, lambda o, base, max_lr, step_size_up: sched.CyclicLR(o, base, max_lr, step_size_up, cycle_momentum=False)),
    ]  # fmt: skip
    cases = []
    for kind, extra, make in makers:
        lr = rates(lambda o, make=make, extra=extra: make(o, **extra), 25)
        params = {"kind": kind, "base_lr": 0.1, "n": 25, **extra}
        cases.append(answer(params, {"lr": lr}, f"torch.optim.lr_scheduler ({kind})"))
    for d, warmup, steps in ((512, 4000, [1, 100, 4000, 100_000]), (64, 10, [1, 10, 11])):
        lr = [d**-0.5 * min(s**-0.5, s * warmup**-1.5) for s in steps]
        params = {"kind": "noam", "d_model": d, "warmup": warmup, "steps": steps}
        cases.append(answer(params, {"lr": lr}, "Vaswani 2017 eq. 3"))
    cases += [
        refusal(kind="cosine", t_max=0), refusal(kind="noam", steps=[0]), refusal(kind="warm"),
        refusal(n=0), refusal(kind="step", milestones=[3]),
    ]  # fmt: skip
    write("lr-schedules", cases)


if __name__ == "__main__":
    for make in (loss_zoo, bias_variance, gradient_descent, ema, lr_schedules):
        make()
