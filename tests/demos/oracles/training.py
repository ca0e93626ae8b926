"""Oracles for gradient-flow, residual-gradient, optimizer-race: torch autograd and optim."""

import numpy as np
import torch
from _cases import answer, refusal, write

torch.set_default_dtype(torch.float64)
RNG = np.random.default_rng(7)


def gradient_flow():
    cases = []
    for activation in ("sigmoid", "tanh", "relu"):
        for depth in (1, 3, 8):
            weights = RNG.uniform(-2, 2, depth).round(2)
            x = round(float(RNG.normal()), 2)
            hidden = [torch.tensor(x, requires_grad=True)]
            for w in weights:
                hidden.append(getattr(torch, activation)(w * hidden[-1]))
            grads = torch.autograd.grad(hidden[-1], hidden)
            cases.append(
                answer(
                    {"op": "chain", "activation": activation, "weights": weights, "x": x},
                    {"grad_per_layer": torch.stack(grads), "output": hidden[-1]},
                    "autograd",
                )
            )
    nested = ([3.0, 4.0], [[3.0, 4.0], [12.0]], [[[1.0, -2.0], [0.5, 0.1]], [7.0], [0.0]])
    for grads in nested:
        for limit in (0.5, 5.0, 100.0):
            tensors = [torch.tensor(g, requires_grad=True) for g in grads]
            for op in ("clip_norm", "clip_value"):
                for t, g in zip(tensors, grads, strict=True):
                    t.grad = torch.tensor(g)
                if op == "clip_norm":
                    norm = torch.nn.utils.clip_grad_norm_(tensors, limit)
                    outputs = {"total_norm": norm}
                else:
                    torch.nn.utils.clip_grad_value_(tensors, limit)
                    outputs = {}
                outputs["clipped"] = [t.grad.tolist() for t in tensors]
                name = "max_norm" if op == "clip_norm" else "clip_value"
                cases.append(answer({"op": op, "grads": grads, name: limit}, outputs,
                                    f"torch.nn.utils.{op}_"))  # fmt: skip
    cases += [refusal(op="clip_norm", grads=[1.0], max_norm=0), refusal(activation="cube"),
              refusal(op="clip_value", grads=["a"]), refusal(weights=[1e6] * 900, x=1e6,
              activation="relu"), refusal(op="clip_norm", grads=[1.0], clip_value=1)]  # fmt: skip
    write("gradient-flow", cases)


def residual_gradient():
    cases = []
    for depth in (1, 2, 5, 10, 20, 40):
        for spread in (0.3, 1.0):
            weights = RNG.uniform(-spread, spread, depth).round(3)
            outputs = {}
            for name, extra in (("plain_gradient", 0.0), ("residual_gradient", 1.0)):
                x = torch.tensor(1.0, requires_grad=True)
                y = x
                for w in weights:
                    y = extra * y + w * y
                y.backward()
                outputs[name] = x.grad
            cases.append(answer({"weights": weights}, outputs, "autograd", 1e-9))
    for output, target, shortcut in ((5.1, 5.0, 5.0), (2.0, 3.0, 1.5), (10.0, 9.9, 9.0)):
        cases.append(
            answer(
                {"op": "sensitivity", "output": output, "target": target, "shortcut": shortcut},
                {
                    "plain_relative_change": abs(target - output) / output,
                    "residual_output": output - shortcut,
                    "residual_relative_change": abs(target - output) / (output - shortcut),
                },
                "closed form",
            )
        )
    cases += [refusal(op="sensitivity", output=5, target=4, shortcut=5), refusal(weights=[]),
              refusal(op="sensitivity", output=0, target=4, shortcut=5),
              refusal(weights=[1e6] * 60)]  # fmt: skip
    write("residual-gradient", cases)


def surface(name, curvature, x):
    if name == "quadratic":
        return 0.5 * (torch.tensor(curvature) * x**2).sum()
    a, b = x
    if name == "rosenbrock":
        return (1 - a) ** 2 + 100 * (b - a**2) ** 2
    return sum((c - a * (1 - b**k)) ** 2 for k, c in ((1, 1.5), (2, 2.25), (3, 2.625)))


def optimizer_race():
    makers = {
        "sgd": (torch.optim.SGD, {}, {}),
        "momentum": (torch.optim.SGD, {"momentum": 0.8}, {"momentum": 0.8}),
        "nesterov": (torch.optim.SGD, {"momentum": 0.8}, {"momentum": 0.8, "nesterov": True}),
        "adagrad": (torch.optim.Adagrad, {"eps": 1e-10}, {"eps": 1e-10}),
        "rmsprop": (torch.optim.RMSprop, {"rho": 0.95, "eps": 1e-8}, {"alpha": 0.95, "eps": 1e-8}),
        "adam": (torch.optim.Adam, {"beta1": 0.8, "beta2": 0.99, "eps": 1e-8},
                 {"betas": (0.8, 0.99), "eps": 1e-8}),
        "adamw": (torch.optim.AdamW, {"beta1": 0.9, "beta2": 0.999, "weight_decay": 0.1},
                  {"betas": (0.9, 0.999), "weight_decay": 0.1}),
    }  # fmt: skip
    cases = []
    for optimizer, (maker, ours, theirs) in makers.items():
        for function, start, lr in (("quadratic", [4.0, -3.0], 0.05), ("beale", [1.0, 1.5], 0.01),
                                    ("rosenbrock", [-0.5, 0.5], 0.001)):  # fmt: skip
            curvature = [1.0, 20.0]
            steps = int(RNG.integers(1, 80))
            x = torch.tensor(start, requires_grad=True)
            opt = maker([x], lr=lr, **theirs)
            first = None
            for _ in range(steps):
                opt.zero_grad()
                surface(function, curvature, x).backward()
                opt.step()
                first = x.detach().clone() if first is None else first
            cases.append(answer({"function": function, "curvature": curvature, "start": start,
                                 "optimizer": optimizer, "steps": steps, "lr": lr, **ours},
                                {"x_final": x, "f_final": surface(function, curvature, x),
                                 "x_after_1": first}, f"torch.optim.{maker.__name__}"))  # fmt: skip
    cases += [refusal(optimizer="sgd", lr=10, steps=2000), refusal(curvature=[1, 2, 3]),
              refusal(function="beale", start=[1, 2, 3]), refusal(steps=0), refusal(beta1=1),
              refusal(optimizer="lion"), refusal(lr=-0.1)]  # fmt: skip
    write("optimizer-race", cases)


if __name__ == "__main__":
    gradient_flow()
    residual_gradient()
    optimizer_race()
