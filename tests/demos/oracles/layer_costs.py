"""Oracles for receptive-field, conv-shape-cost, depthwise-separable: torch modules and autograd."""

import numpy as np
import torch
from _cases import answer, refusal, write
from torch import nn

RNG = np.random.default_rng(4)


def seen(layers, size):
    """How many input positions move the middle output of a chain of all-ones convolutions."""
    x = torch.ones(1, 1, size, dtype=torch.float64, requires_grad=True)
    y = x
    for k, s, d in layers:
        y = nn.functional.conv1d(y, torch.ones(1, 1, k, dtype=torch.float64), stride=s, dilation=d)
    y[0, 0, y.shape[-1] // 2].backward()
    where = torch.nonzero(x.grad[0, 0])
    return int(where.max() - where.min()) + 1


def resnet(late):
    """ResNet-50 with the stride of a stage on the 3x3 (``late``) or on the 1x1 before it."""
    chain = [(7, 2), (3, 2), *[(3, 1)] * 3]
    for blocks in (4, 6, 3):
        chain += [(1, 1), (3, 2)] if late else [(1, 2), (3, 1)]
        chain += [(3, 1)] * (blocks - 1)
    return chain


def receptive_field():
    cases = []
    for n in (1, 2, 3, 4, 5):
        for _ in range(3):
            layers = [{"k": int(RNG.integers(1, 5)), "s": int(RNG.integers(1, 3)),
                       "p": int(RNG.integers(0, 3)), "d": int(RNG.integers(1, 4))}
                      for _ in range(n)]  # fmt: skip
            rf = [seen([(v["k"], v["s"], v["d"]) for v in layers[: i + 1]], 600) for i in range(n)]
            x, sizes = torch.empty(1, 1, 224, device="meta"), []
            for v in layers:
                x = nn.Conv1d(1, 1, v["k"], v["s"], v["p"], v["d"], device="meta")(x)
                sizes.append(x.shape[-1])
            jump = np.cumprod([v["s"] for v in layers]).tolist()
            cases.append(answer({"layers": layers, "input_size": 224},
                                {"rf": rf, "final_rf": rf[-1], "jump": jump, "out_sizes": sizes,
                                 "total_stride": jump[-1]}, "autograd; nn.Conv1d"))  # fmt: skip
    chains = {
        "alexnet": [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)],
        "vgg16": [v for n in (2, 2, 3, 3, 3) for v in [*[(3, 1)] * n, (2, 2)]],
        "resnet50_v1": resnet(late=False),
        "resnet50_v15": resnet(late=True),
        "mobilenet_v1": [(3, s) for s in (2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)],
    }
    for name, chain in chains.items():
        rf = seen([(k, s, 1) for k, s in chain], 2000)
        cases.append(answer({"network": name}, {"final_rf": rf, "total_stride": 32},
                            "autograd support of the chain written by hand"))  # fmt: skip
    cases += [refusal(layers=[]), refusal(layers=[{"k": 9}], input_size=5), refusal(network="vgg"),
              refusal(layers=[{"k": 0}]), refusal(layers=[{"kernel": 3}]),
              refusal(network="vgg16", layers=[{"k": 3}])]  # fmt: skip
    write("receptive-field", cases)


def conv_shape_cost():
    cases = []
    for _ in range(18):
        g = int(RNG.choice([1, 2, 4]))
        p = {"h": int(RNG.integers(12, 300)), "w": int(RNG.integers(12, 300)),
             "c_in": g * int(RNG.integers(1, 300)), "c_out": g * int(RNG.integers(1, 500)),
             "k": int(RNG.integers(1, 6)), "stride": int(RNG.integers(1, 4)),
             "padding": int(RNG.integers(0, 4)), "dilation": int(RNG.integers(1, 3)), "groups": g,
             "bias": bool(RNG.integers(0, 2))}  # fmt: skip
        layer = nn.Conv2d(p["c_in"], p["c_out"], p["k"], p["stride"], p["padding"], p["dilation"],
                          g, p["bias"], device="meta")  # fmt: skip
        y = layer(torch.empty(1, p["c_in"], p["h"], p["w"], device="meta"))
        macs = layer.weight.numel() * y.shape[2] * y.shape[3]
        cases.append(answer(p, {"out_h": y.shape[2], "out_w": y.shape[3], "macs": macs,
                                "params": sum(v.numel() for v in layer.parameters()),
                                "flops": 2 * macs, "activations": y.numel()},
                            "nn.Conv2d on the meta device"))  # fmt: skip
    cases += [refusal(h=3, w=3, k=7, padding=1), refusal(groups=3, c_in=4, c_out=6),
              refusal(groups=2, c_in=4, c_out=5), refusal(k=0), refusal(stride=0),
              refusal(h=224.5)]  # fmt: skip
    write("conv-shape-cost", cases)


def depthwise_separable():
    cases = []
    for _ in range(10):
        c, o, k, h, w = (int(v) for v in RNG.integers(1, [600, 600, 8, 100, 100]))
        standard = nn.Conv2d(c, o, k, bias=False, device="meta").weight.numel()
        depth = nn.Conv2d(c, c, k, groups=c, bias=False, device="meta").weight.numel()
        point = nn.Conv2d(c, o, 1, bias=False, device="meta").weight.numel()
        cases.append(answer({"c_in": c, "c_out": o, "k": k, "out_h": h, "out_w": w},
                            {"std_params": standard, "dw_params": depth, "pw_params": point,
                             "sep_params": depth + point, "std_macs": standard * h * w,
                             "sep_macs": (depth + point) * h * w, "ratio": 1 / o + 1 / k**2},
                            "nn.Conv2d numel; 1/c_out + 1/k²"))  # fmt: skip
    cases += [refusal(c_in=0), refusal(k=-1), refusal(out_h="many")]
    write("depthwise-separable", cases)


if __name__ == "__main__":
    receptive_field()
    conv_shape_cost()
    depthwise_separable()
