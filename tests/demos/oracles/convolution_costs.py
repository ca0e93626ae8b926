"""Cases of the demos on convolution cost and mixing and on pooling, from torch.

Run as ``python tests/demos/oracles/convolution_costs.py`` where torch is installed.
"""

import random

import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write
from torch import nn

random.seed(0)
torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def weights(module):
    return sum(p.numel() for p in module.parameters())


def conv_vs_fc():
    cases = []
    for c_in, h, w, c_out, k, s, p, bias in [
        (3, 32, 32, 16, 3, 1, 1, True),
        (1, 5, 7, 2, 3, 2, 0, False),
        (2, 8, 8, 3, 5, 2, 2, True),
        (4, 6, 3, 2, 1, 1, 1, False),
        (1, 3, 3, 1, 5, 3, 2, True),
        (2, 9, 4, 2, 4, 3, 1, True),
        (3, 224, 224, 64, 7, 2, 3, False),
        (1, 4, 4, 1, 2, 1, 4, False),
    ]:
        conv = nn.Conv2d(c_in, c_out, k, s, p, bias=bias)
        out = conv(torch.zeros(1, c_in, h, w, requires_grad=False))
        count = nn.Conv2d(c_in, c_out, k, s, p, bias=False)
        nn.init.ones_(count.weight)
        links = int(count(torch.ones(1, c_in, h, w)).sum())
        _, oh, ow = out.shape[1:]
        linear = nn.Linear(c_in * h * w, c_out * oh * ow, bias=bias, device="meta")
        outputs = {
            "out_h": oh,
            "out_w": ow,
            "conv_params": weights(conv),
            "fc_params": weights(linear),
            "ratio": weights(linear) / weights(conv),
            "conv_connections": links,
            "fc_connections": c_in * h * w * c_out * oh * ow,
        }
        params = {
            "c_in": c_in,
            "h": h,
            "w": w,
            "c_out": c_out,
            "k": k,
            "stride": s,
            "padding": p,
            "bias": bias,
        }
        cases.append(answer(params, outputs, "torch nn.Conv2d of ones, nn.Linear"))
    cases += [refusal(h=3, w=9, k=5, padding=0), refusal(c_in=0), refusal(stride=0), refusal(k=2.5)]
    write("conv-vs-fc", cases)


def conv2d_vs_conv3d():
    cases = []
    for ci, co, t, h, w, k, kt in [
        (3, 32, 8, 56, 56, 3, 3),
        (64, 64, 16, 28, 28, 3, 3),
        (1, 1, 1, 1, 1, 1, 1),
        (16, 8, 5, 7, 9, 5, 3),
        (512, 2048, 32, 7, 7, 1, 5),
        (7, 11, 3, 10, 4, 7, 1),
    ]:
        flat = nn.Conv2d(ci, co, k, bias=False, device="meta").weight
        cube = nn.Conv3d(
            ci, co, (kt, k, k), padding=(kt // 2, k // 2, k // 2), bias=False, device="meta"
        )
        shape = list(cube(torch.zeros(1, ci, t, h, w, device="meta")).shape[1:])
        mid = (kt * k * k * ci * co) // (k * k * ci + kt * co)
        pair = 0
        if mid:
            pair = nn.Conv3d(ci, mid, (1, k, k), bias=False, device="meta").weight.numel()
            pair += nn.Conv3d(mid, co, (kt, 1, 1), bias=False, device="meta").weight.numel()
        outputs = {
            "conv2d_params": flat.numel(),
            "conv3d_params": cube.weight.numel(),
            "conv2d_macs": flat.numel() * t * h * w,
            "conv3d_macs": cube.weight.numel() * t * h * w,
            "conv3d_out_shape": shape,
            "r2plus1d_mid": mid,
            "r2plus1d_params": pair,
        }
        params = {"c_in": ci, "c_out": co, "t": t, "h": h, "w": w, "k": k, "kt": kt}
        cases.append(answer(params, outputs, "torch nn.Conv2d, nn.Conv3d"))
    write("conv2d-vs-conv3d", [*cases, refusal(t=0), refusal(c_out=-3), refusal(kt="x")])


def grouped():
    cases = []
    for ci, co, k, g, h, w in [
        (12, 12, 3, 3, 8, 8),
        (8, 16, 1, 4, 5, 3),
        (16, 4, 3, 4, 2, 2),
        (6, 6, 5, 6, 4, 4),
        (10, 20, 3, 1, 7, 7),
        (240, 240, 3, 3, 28, 28),
        (4, 6, 3, 2, 3, 3),
    ]:
        conv = nn.Conv2d(ci, co, k, groups=g, bias=False)
        full = nn.Conv2d(ci, co, k, bias=False)
        order = nn.ChannelShuffle(g)(torch.arange(float(co)).view(1, co, 1, 1)).flatten()
        reach = []
        for shuffle in (nn.Identity(), nn.ChannelShuffle(g)):
            x = torch.ones(1, ci, 1, 1, requires_grad=True)
            first, second = (nn.Conv2d(n, co, 1, groups=g, bias=False) for n in (ci, co))
            nn.init.ones_(first.weight), nn.init.ones_(second.weight)
            second(shuffle(first(x)))[0, 0].sum().backward()
            reach.append(int((x.grad != 0).sum()))
        outputs = {
            "params": weights(conv),
            "macs": weights(conv) * h * w,
            "standard_params": weights(full),
            "reduction": weights(full) / weights(conv),
            "shuffled_order": [int(c) for c in order],
            "reach_without_shuffle": reach[0],
            "reach_with_shuffle": reach[1],
        }
        params = {"c_in": ci, "c_out": co, "k": k, "groups": g, "h": h, "w": w}
        cases.append(answer(params, outputs, "torch groups, nn.ChannelShuffle, autograd support"))
    write("grouped-conv-shuffle", [*cases, refusal(c_in=12, groups=5), refusal(c_out=10, groups=4)])


def conv_1x1():
    cases = []
    for ci, cm, co, h, w, k in [
        (192, 16, 32, 28, 28, 5),
        (256, 64, 256, 14, 7, 3),
        (1, 1, 1, 1, 1, 1),
    ]:
        direct = nn.Conv2d(ci, co, k, bias=False, device="meta")
        pair = nn.Sequential(
            nn.Conv2d(ci, cm, 1, bias=False, device="meta"),
            nn.Conv2d(cm, co, k, bias=False, device="meta"),
        )
        outputs = {
            "direct_params": weights(direct),
            "bottleneck_params": weights(pair),
            "direct_macs": weights(direct) * h * w,
            "bottleneck_macs": weights(pair) * h * w,
        }
        params = {"c_in": ci, "c_mid": cm, "c_out": co, "h": h, "w": w, "k": k}
        cases.append(answer(params, outputs, "torch nn.Conv2d"))
    for shape, o in [((3, 2, 3), 2), ((1, 3, 2, 2), 4), ((2, 2, 1, 3), 1), ((1, 1, 1), 1)]:
        x = torch.randn(shape)
        w = torch.randn(o, shape[-3], 1, 1)
        y = F.conv2d(x if x.dim() == 4 else x[None], w)
        y = y if x.dim() == 4 else y[0]
        cases.append(answer({"x": x, "w": w}, {"y": y}, "torch F.conv2d"))
    cases.append(refusal(x=[[[1.0]]], w=[[1.0, 2.0]]))
    cases.append(refusal(x=[[[1.0]]], w=[[[[1.0, 2.0]]]]))
    write("conv-1x1", [*cases, refusal(c_mid=0), refusal(x=[[[1.0]]], c_in=3)])


def add_concat():
    cases = []
    for a, b, o, k in [(64, 64, 64, 3), (3, 5, 7, 1), (1, 1, 1, 1), (2048, 2048, 512, 3)]:
        concat = nn.Conv2d(a + b, o, k, bias=False, device="meta").weight.numel()
        add = nn.Conv2d(a, o, k, bias=False, device="meta").weight.numel() if a == b else None
        outputs = {
            "add_allowed": a == b,
            "concat_channels": a + b,
            "concat_params": concat,
            "add_params": add,
        }
        cases.append(
            answer({"c_a": a, "c_b": b, "c_out": o, "k": k, "h": 7, "w": 9}, outputs, "torch")
        )
    for ca, cb, o, k, p, batch in [(2, 2, 3, 3, 1, ()), (1, 3, 2, 2, 0, ()), (2, 2, 1, 3, 2, (2,))]:
        a, b = torch.randn(*batch, ca, 4, 5), torch.randn(*batch, cb, 4, 5)
        wa, wb = torch.randn(o, ca, k, k), torch.randn(o, cb, k, k)
        y = F.conv2d(torch.cat([a, b], -3), torch.cat([wa, wb], 1), padding=p)
        outputs = {
            "y_concat": y,
            "y_two_convs": F.conv2d(a, wa, padding=p) + F.conv2d(b, wb, padding=p),
        }
        if ca == cb:
            outputs["y_add_shared"] = F.conv2d(a + b, wa, padding=p)
        cases.append(
            answer({"a": a, "b": b, "w_a": wa, "w_b": wb, "padding": p}, outputs, "torch F.conv2d")
        )
    one, two = [[[1.0]]], [[[1.0, 2.0]]]
    cases += [
        refusal(a=one, b=two),
        refusal(a=one, b=one, w_a=[[[[1.0], [2.0]]]], w_b=[[[[1.0]]]]),
        refusal(a=one, b=one, w_a=[[[[1.0, 2.0]]]], w_b=[[[[1.0, 1.0]]]]),
    ]
    write("add-vs-concat", cases)


def pooling():
    cases = []
    ramp = torch.arange(1.0, 17.0).reshape(4, 4)
    settings = [(ramp, "max", 2, 2, 0, False, True), (ramp, "avg", 2, 2, 0, False, True)]
    for kind in ("max", "avg"):
        for k, s, p, ceil, count in [
            (3, 2, 1, False, True),
            (3, 2, 1, True, False),
            (2, 3, 1, True, True),
            (4, 1, 2, False, False),
            (3, 3, 0, True, True),
        ]:
            shape = random.choice([(5, 7), (2, 6, 5), (1, 2, 7, 4)])
            settings.append((torch.randint(0, 5, shape).double(), kind, k, s, p, ceil, count))
    for x, kind, k, s, p, ceil, count in settings:
        x = x.clone().requires_grad_()
        full = x.reshape(-1, 1, *x.shape[-2:])
        if kind == "max":
            y = F.max_pool2d(full, k, s, p, ceil_mode=ceil)
        else:
            y = F.avg_pool2d(full, k, s, p, ceil_mode=ceil, count_include_pad=count)
        y.sum().backward()
        outputs = {
            "y": y.reshape(*x.shape[:-2], *y.shape[-2:]),
            "out_h": y.shape[-2],
            "out_w": y.shape[-1],
            "grad": x.grad,
        }
        params = {
            "x": x,
            "kind": kind,
            "k": k,
            "stride": s,
            "padding": p,
            "ceil_mode": ceil,
            "count_include_pad": count,
        }
        cases.append(answer(params, outputs, "torch F.max_pool2d / F.avg_pool2d, autograd"))
    for shape, out in [((5, 7), [2, 3]), ((2, 4, 6), 3), ((1, 2, 3, 3), [5, 1])]:
        x = torch.randn(shape)
        y = F.adaptive_avg_pool2d(x.reshape(-1, 1, *shape[-2:]), out)
        outputs = {
            "y": y.reshape(*shape[:-2], *y.shape[-2:]),
            "out_h": y.shape[-2],
            "out_w": y.shape[-1],
        }
        cases.append(
            answer(
                {"x": x, "kind": "adaptive_avg", "out": out}, outputs, "torch adaptive_avg_pool2d"
            )
        )
    small = [[1.0, 2.0], [3.0, 4.0]]
    cases += [
        refusal(x=small, k=3, stride=1, padding=0),
        refusal(x=small, k=2, padding=2),
        refusal(x=[], kind="max"),
        refusal(x=small, kind="median"),
    ]
    write("pooling", cases)


if __name__ == "__main__":
    for make in (conv_vs_fc, conv2d_vs_conv3d, grouped, conv_1x1, add_concat, pooling):
        make()
