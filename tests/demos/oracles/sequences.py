"""Cases of the demos on attention heads, recurrent cells, deployment, GANs and tensors, from torch.

Run as ``python tests/demos/oracles/sequences.py`` where torch and scipy are installed.
"""

# ruff: noqa: E501 - a table of cases reads best with one case a line

import math

import numpy as np
import torch
from _cases import answer, refusal, write
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy, wasserstein_distance
from torch import nn

rng = np.random.default_rng(2)
torch.manual_seed(2)
torch.set_default_dtype(torch.float64)


def normal(*shape):
    return rng.normal(0, 1, shape).round(3)


def multi_head_attention():
    cases = []
    for n, m, d, heads in ((4, 4, 8, 2), (3, 5, 6, 3), (1, 1, 2, 1), (2, 3, 4, 4), (5, 2, 8, 1)):
        x, c = normal(n, d), normal(m, d)
        w = {name: normal(d, d) for name in ("w_q", "w_k", "w_v", "w_o")}
        module = nn.MultiheadAttention(d, heads, bias=False, batch_first=True)
        with torch.no_grad():
            module.in_proj_weight.copy_(
                torch.tensor(np.concatenate([w["w_q"], w["w_k"], w["w_v"]]))
            )
            module.out_proj.weight.copy_(torch.tensor(w["w_o"]))
        query, key = torch.tensor(x)[None], torch.tensor(c)[None]
        out, weights = module(query, key, key, average_attn_weights=False)
        outputs = {
            "out": out[0],
            "weights": weights[0],
            "params": 4 * d * d,
            "head_dim": d // heads,
        }
        params = {"x_query": x, "x_context": c, **w, "heads": heads}
        cases.append(answer(params, outputs, "torch nn.MultiheadAttention"))
    cases += [refusal(heads=3), refusal(x_query=[[1, 2]]), refusal(w_o=[[1, 2]]), refusal(heads=0)]
    write("multi-head-attention", cases)


def rnn_cells():
    cases = []
    for cell, gates, module in (("rnn", 1, nn.RNN), ("lstm", 4, nn.LSTM), ("gru", 3, nn.GRU)):
        for n, d, hidden in ((5, 2, 3), (1, 1, 1), (9, 3, 2)):
            w = {"w_ih": normal(gates * hidden, d), "w_hh": normal(gates * hidden, hidden),
                 "b_ih": normal(gates * hidden), "b_hh": normal(gates * hidden)}  # fmt: skip
            layer = module(d, hidden)
            with torch.no_grad():
                for name, value in w.items():
                    kind, where = name.split("_")
                    full = {"w": "weight", "b": "bias"}[kind]
                    getattr(layer, f"{full}_{where}_l0").copy_(torch.tensor(value))
            x = torch.tensor(normal(n, d), requires_grad=True)
            out, state = layer(x[:, None])
            out[-1].sum().backward()
            outputs = {"h": out[:, 0], "grad_norm": x.grad.norm(dim=1),
                       "params": sum(p.numel() for p in layer.parameters())}  # fmt: skip
            if cell == "lstm":
                outputs["c_final"] = state[1][0, 0]
            params = {"cell": cell, "x": x.detach(), **w}
            cases.append(answer(params, outputs, f"torch nn.{module.__name__}"))
    cases += [
        refusal(cell="gru", w_ih=[[1, 2]]),
        refusal(x=[[1, 2, 3]]),
        refusal(b_ih=[1, 2]),
        refusal(cell="qrnn"),
    ]
    write("rnn-cells", cases)


def deploy_budget():
    cases = []
    for params_m, bits, macs, mbps, peak, band in (
        (25.557, 32, 4089, 10, 10_000, 100), (3.5, 8, 300, 100, 50, 10), (138, 16, 15_470, 1, 1000, 300),
        (1, 1, 1, 1, 1, 1), (0.5, 4, 40, 5, 4000, 25.6),
    ):  # fmt: skip
        size = params_m * 1e6 * bits / 8
        flops = 2 * macs * 1e6
        compute, memory = flops / (peak * 1e9) * 1e3, size / (band * 1e9) * 1e3
        outputs = {
            "size_mb": size / 1e6, "download_s": size * 8 / (mbps * 1e6), "compute_ms": compute,
            "memory_ms": memory, "latency_ms": max(compute, memory), "fps": 1e3 / max(compute, memory),
            "intensity": flops / size, "ridge_point": peak / band,
            "bound": "memory" if memory > compute else "compute",
        }  # fmt: skip
        params = {"params_m": params_m, "bits": bits, "macs_m": macs, "download_mbps": mbps,
                  "peak_gflops": peak, "bandwidth_gbs": band}  # fmt: skip
        cases.append(answer(params, outputs, "SI units, by hand"))
    for times in ([20, 21, 19, 22, 20, 60], [5.0], rng.uniform(1, 50, 30).round(2).tolist()):
        t = torch.tensor(times, dtype=torch.float64)
        outputs = {"mean_ms": t.mean(), "median_ms": torch.quantile(t, 0.5),
                   "p95_ms": torch.quantile(t, 0.95), "fps": len(times) / (t.sum() / 1000)}  # fmt: skip
        cases.append(answer({"op": "fps", "latencies_ms": times}, outputs, "torch.quantile"))
    cases += [refusal(params_m=0), refusal(bits=0), refusal(op="fps", latencies_ms=[]),
              refusal(op="fps", latencies_ms=[0]), refusal(peak_gflops=-1)]  # fmt: skip
    write("deploy-budget", cases)


def gan_js():
    cases = []
    for n in (2, 5, 9, 41):
        p, g = rng.dirichlet(np.ones(n)), rng.dirichlet(np.ones(n))
        if n == 5:
            p[0] = g[1] = g[4] = p[4] = 0.0
            p, g = p / p.sum(), g / g.sum()
        bins = np.arange(n)
        both = p + g
        js = jensenshannon(p, g) ** 2
        held = both > 0
        d_star = np.where(held, p / np.where(held, both, 1), 0.5)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = (
                np.where(p > 0, p * np.log(d_star), 0).sum()
                + np.where(g > 0, g * np.log(1 - d_star), 0).sum()
            )
        outputs = {
            "js": js,
            "value": value,
            "w1": wasserstein_distance(bins, bins, p, g),
            "d_star": d_star,
        }
        if np.isfinite(entropy(p, g)):
            outputs["kl"] = entropy(p, g)
        cases.append(answer({"p_data": p, "p_g": g}, outputs, "scipy jensenshannon², wasserstein"))
    for theta in (0, 0.5, -2, 1e-9):
        js = math.log(2) if theta else 0.0
        outputs = {"w1": abs(theta), "js": js, "value": -math.log(4) + 2 * js}
        cases.append(
            answer({"op": "parallel_lines", "theta": theta}, outputs, "Arjovsky 2017 ex. 1")
        )
    cases += [refusal(p_data=[1, 2], p_g=[1]), refusal(p_data=[0, 0], p_g=[1, 1]),
              refusal(p_data=[-1, 2], p_g=[1, 1]), refusal(op="parallel_lines", theta="x")]  # fmt: skip
    write("gan-js", cases)


def apply(t, op):
    name, *args = op
    if name == "slice":
        dim, start, stop, step = args
        return t[(slice(None),) * (dim % t.dim()) + (slice(start, stop, step),)]
    return getattr(t, name)(*args)


def tensor_stride():
    plans = [
        ([2, 3, 4], [["transpose", 0, 1]], [1, 0, 2]),
        ([2, 3, 4], [["permute", 2, 0, 1], ["contiguous"]], [3, 1, 2]),
        ([2, 3], [["transpose", 0, 1], ["view", 6]], [0]),
        ([2, 3], [["transpose", 0, 1], ["reshape", 6]], [4]),
        ([4, 6], [["slice", 1, 0, 6, 2]], [3, 2]),
        ([4, 6], [["slice", 0, 1, 4, 1], ["view", 18]], [17]),
        ([4, 6], [["slice", 1, 0, 3, 1], ["view", 12]], [0]),
        ([4, 6], [["slice", 1, 0, 3, 1], ["view", 2, 2, 3]], [1, 0, 2]),
        ([3, 1], [["expand", 3, 4]], [2, 3]),
        ([3, 1], [["expand", 2, -1, 4], ["reshape", -1]], [23]),
        ([3, 1], [["expand", 3, 4], ["view", 12]], [0]),
        ([5], [["unsqueeze", 0], ["unsqueeze", -1], ["expand", 2, 5, 3]], [1, 4, 2]),
        ([2, 3, 4], [["view", 6, -1], ["transpose", 0, 1], ["unsqueeze", 1]], [3, 0, 5]),
        ([2, 1, 3], [["transpose", 0, 1], ["view", 6]], [5]),
        ([6, 4], [["slice", 0, 0, 6, 2], ["slice", 1, 1, 4, 2], ["reshape", 3, 2]], [2, 1]),
        ([6, 4], [["slice", 0, 0, 6, 2], ["view", 3, 2, 2]], [-1, -1, -1]),
        ([2, 2, 2], [["permute", 1, 2, 0], ["view", 2, 4]], [0, 0]),
        ([2, 2, 2], [["permute", 1, 0, 2], ["view", 2, 2, 1, 2]], [1, 1, 0, 1]),
        ([1, 4], [["transpose", 0, 1], ["contiguous"]], [2, 0]),
        ([4, 3], [["slice", 0, -3, 100, 2], ["transpose", -1, -2]], [2, 1]),
        ([2], [["slice", 0, 1, 2, 2], ["reshape", 1]], [0]),
        ([3, 2], [["slice", 1, 1, 2, 2], ["view", 3, 1, 1]], [2, 0, 0]),
    ]  # fmt: skip
    cases = []
    for shape, ops, index in plans:
        start = torch.arange(math.prod(shape)).reshape(shape)
        t = start
        params = {"shape": shape, "ops": ops, "index": index}
        try:
            for op in ops:
                t = apply(t, op)
        except RuntimeError:
            cases.append(answer(params, {"ok": False}, "torch refuses the view"))
            continue
        position = t.storage_offset() + sum(
            (i % n) * s for i, n, s in zip(index, t.shape, t.stride(), strict=True)
        )
        outputs = {
            "ok": True, "shape": list(t.shape), "stride": list(t.stride()), "offset": t.storage_offset(),
            "contiguous": t.is_contiguous(), "numel": t.numel(), "element": t[tuple(index)].item(),
            "shares_storage": t.untyped_storage().data_ptr() == start.untyped_storage().data_ptr(),
            "flat_index": position,
        }  # fmt: skip
        cases.append(answer(params, outputs, "torch.Tensor.stride"))
    cases += [
        refusal(shape=[2, 3], ops=[["view", 5]]), refusal(shape=[2, 3], ops=[["transpose", 0, 2]]),
        refusal(shape=[2, 3], ops=[["squash", 0]]), refusal(shape=[2, 3], ops=[], index=[2, 0]),
        refusal(shape=[2, 3], ops=[["slice", 0, 0, 2, 0]]), refusal(shape=[2], ops=[["expand", 3]]),
        refusal(shape=[2, 3], ops=[["permute", 0, 0]]), refusal(shape=[2.5], ops=[]),
        refusal(shape=[2, 3], ops=[["view", -1, -1]]), refusal(shape=[2, 3], ops=[["transpose"]]),
    ]  # fmt: skip
    write("tensor-stride", cases)


if __name__ == "__main__":
    for make in (multi_head_attention, rnn_cells, deploy_budget, gan_js, tensor_stride):
        make()
