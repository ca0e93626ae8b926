"""Oracles for conv2d-stepper, transposed-conv, dilated-gridding, interpolation, repvgg-reparam."""

import math

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write
from scipy.ndimage import map_coordinates
from scipy.signal import convolve2d

torch.set_default_dtype(torch.float64)
RNG = np.random.default_rng(8)


def whole(*shape):
    return torch.tensor(RNG.integers(-5, 6, shape), dtype=torch.float64)


def stepper():
    cases = []
    for shape, o, k, s, p, d, g in [
        ((1, 1, 5, 5), 1, 3, 1, 0, 1, 1), ((1, 2, 6, 4), 3, 2, 2, 1, 1, 1),
        ((2, 4, 7, 7), 2, 3, 1, 1, 2, 2), ((1, 4, 5, 6), 4, 3, 2, 2, 1, 4),
        ((1, 3, 8, 8), 2, 1, 3, 0, 1, 1), ((1, 2, 9, 5), 2, 5, 1, 2, 1, 2),
        ((3, 1, 4, 4), 1, 4, 1, 0, 1, 1), ((1, 6, 6, 6), 3, 3, 3, 3, 2, 3),
    ]:  # fmt: skip
        x, w, b = whole(*shape), whole(o, shape[1] // g, k, k), whole(o)
        for bias in (b, None):
            y = F.conv2d(x, w, bias, s, p, d, g)
            cases.append(answer({"x": x, "w": w, "bias": None if bias is None else b, "stride": s,
                                 "padding": p, "dilation": d, "groups": g, "flip_kernel": False},
                                {"y": y, "out_h": y.shape[2], "out_w": y.shape[3],
                                 "steps": y.shape[2] * y.shape[3],
                                 "macs": y.numel() * w[0].numel()}, "F.conv2d"))  # fmt: skip
    for shape, k in (((5, 5), (3, 3)), ((4, 7), (2, 3)), ((6, 3), (1, 2))):
        x, w = whole(*shape), whole(*k)
        y = convolve2d(x.numpy(), w.numpy(), "valid")
        cases.append(answer({"x": x, "w": w, "flip_kernel": True}, {"y": y}, "scipy convolve2d"))
        y = F.conv2d(x[None, None], w[None, None])[0, 0]
        cases.append(answer({"x": x, "w": w}, {"y": y}, "F.conv2d"))
    x, w = whole(2, 5, 5), whole(3, 2, 3, 3)
    cases.append(answer({"x": x, "w": w}, {"y": F.conv2d(x, w)}, "F.conv2d on one image"))
    big = [[1, 2], [3, 4]]
    cases += [refusal(x=big, w=[[1] * 3] * 3), refusal(x=[big] * 3, w=[[big] * 2], groups=1),
              refusal(x=[big] * 3, w=[[big]] * 2, groups=2), refusal(stride=0), refusal(x=[1, 2]),
              refusal(bias=[1, 2]), refusal(x=[[1, float("nan")]]), refusal(x=[[1, 2], [3]]),
              refusal(dilation=3)]  # fmt: skip
    write("conv2d-stepper", cases)


def transposed():
    cases = []
    for shape, o, k, s, p, extra in [
        ((1, 1, 2, 2), 1, 3, 2, 0, 0), ((1, 2, 3, 4), 3, 4, 2, 1, 0), ((2, 3, 3, 3), 2, 3, 2, 1, 1),
        ((1, 1, 4, 2), 1, 2, 3, 0, 2), ((1, 1, 5, 5), 1, 5, 1, 2, 0), ((1, 2, 2, 3), 1, 1, 2, 0, 1),
        ((1, 1, 1, 1), 2, 6, 4, 2, 3), ((1, 1, 6, 6), 1, 4, 4, 0, 0),
    ]:  # fmt: skip
        x, w = whole(*shape), whole(shape[1], o, k, k)
        y = F.conv_transpose2d(x, w, None, s, p, extra)
        ones = F.conv_transpose2d(torch.ones(1, 1, *shape[2:]), torch.ones(1, 1, k, k), None, s, p,
                                  extra)  # fmt: skip
        cases.append(answer({"x": x, "w": w, "stride": s, "padding": p, "output_padding": extra},
                            {"y": y, "out_h": y.shape[2], "out_w": y.shape[3],
                             "overlap": ones[0, 0].round().long(), "checkerboard": k % s != 0},
                            "F.conv_transpose2d"))  # fmt: skip
    x, w = whole(3, 3), whole(2, 2)
    y = F.conv_transpose2d(x[None, None], w[None, None], None, 2)[0, 0]
    cases.append(answer({"x": x, "w": w}, {"y": y}, "F.conv_transpose2d"))
    cases += [refusal(output_padding=2, stride=2), refusal(padding=5), refusal(x=[1, 2]),
              refusal(x=[[[1]], [[2]]], w=[[1]]), refusal(stride=0)]  # fmt: skip
    write("transposed-conv", cases)


def gridding():
    cases = []
    for k, rates in [(3, [2, 2, 2]), (3, [1, 2, 5]), (3, [1, 2, 9]), (2, [1, 3]), (5, [1, 2]),
                     (3, [4]), (3, [1]), (4, [3, 5, 7]), (3, [1, 2, 3, 4, 5]), (1, [2, 3]),
                     (3, [2, 4, 8]), (5, [1, 4, 9]), (3, [1, 1, 1]), (3, [3, 4, 5])]:  # fmt: skip
        line = torch.ones(1, 1, 1)
        for r in rates:
            line = F.conv_transpose1d(line, torch.ones(1, 1, k), dilation=r)
        line = line[0, 0].round().long()
        m = {len(rates): rates[-1]}
        for i in range(len(rates) - 1, 1, -1):
            r = rates[i - 1]
            m[i] = max(m[i + 1] - 2 * r, 2 * r - m[i + 1], r)
        m2 = m.get(2, rates[-1])
        cases.append(answer({"k": k, "rates": rates},
                            {"effective_k": [(k - 1) * r + 1 for r in rates], "coverage": line,
                             "final_rf": len(line), "holes": int((line == 0).sum()),
                             "coverage_ratio_2d": float((line > 0).double().mean()) ** 2,
                             "hdc_m2": m2, "hdc_ok": m2 <= k and math.gcd(*rates) == 1},
                            "conv_transpose1d of ones; Wang 2018 eq. 2"))  # fmt: skip
    cases += [refusal(rates=[]), refusal(rates=[0, 1]), refusal(rates=[1.5]), refusal(k=0),
              refusal(rates=[10_000] * 60)]  # fmt: skip
    write("dilated-gridding", cases)


def interpolation():
    cases = []
    for shape, out in (((2, 2), (4, 4)), ((3, 5), (7, 4)), ((4, 4), (2, 3)), ((1, 3), (5, 6)),
                       ((6, 7), (6, 7)), ((5, 2), (1, 9))):  # fmt: skip
        x = whole(*shape)
        for mode in ("nearest", "bilinear", "bicubic"):
            for align in (False,) if mode == "nearest" else (False, True):
                y = F.interpolate(
                    x[None, None],
                    out,
                    mode=mode,
                    align_corners=None if mode == "nearest" else align,
                )[0, 0]
                cases.append(
                    answer(
                        {
                            "x": x,
                            "out_h": out[0],
                            "out_w": out[1],
                            "mode": mode,
                            "align_corners": align,
                        },
                        {"y": y},
                        "F.interpolate",
                    )
                )
    for shape in ((2, 2), (4, 3), (1, 5)):
        x = whole(*shape)
        for _ in range(3):
            point = [round(float(RNG.uniform(0, n - 1)), 2) for n in shape]
            value = map_coordinates(x.numpy(), [[point[0]], [point[1]]], order=1)[0]
            cases.append(answer({"x": x, "point": point, "mode": "bilinear"}, {"value": value},
                                "scipy map_coordinates"))  # fmt: skip
    cases.append(answer({"x": [[1, 2], [3, 4]], "point": [1, 1]}, {"value": 4.0}, "a corner"))
    cases += [refusal(out_h=0), refusal(mode="lanczos"), refusal(point=[3, 0], x=[[1, 2], [3, 4]]),
              refusal(point=[0], x=[[1]]), refusal(x=[])]  # fmt: skip
    write("interpolation", cases)


def repvgg():
    cases = []
    for c, o, side, identity, batch in (
        (2, 2, 5, True, 1),
        (1, 1, 3, True, 2),
        (3, 2, 4, False, 1),
        (2, 3, 1, False, 2),
        (4, 4, 3, True, 1),
        (2, 2, 4, False, 1),
    ):
        eps = float(RNG.choice([1e-5, 1e-3]))
        x = torch.tensor(RNG.normal(size=(batch, c, side, side)).round(2))
        k3, k1 = (torch.tensor(RNG.normal(size=(o, c, k, k)).round(2)) for k in (3, 1))
        norms = [
            torch.tensor(np.vstack([RNG.normal(size=(3, o)), RNG.uniform(0.2, 2, (1, o))]).round(2))
            for _ in range(3)
        ]

        def bn(y, n, eps=eps):
            return F.batch_norm(y, n[2], n[3], n[0], n[1], False, 0.1, eps)

        y = bn(F.conv2d(x, k3, padding=1), norms[0]) + bn(F.conv2d(x, k1), norms[1])
        y = y + bn(x, norms[2]) if identity else y
        zero = F.conv2d(torch.zeros(1, c, 5, 5), k3, padding=1)
        bias = bn(zero, norms[0]) + bn(zero, norms[1])
        bias = bias + bn(torch.zeros(1, c, 5, 5), norms[2]) if identity else bias
        impulse = torch.zeros(c, c, 5, 5)
        for i in range(c):
            impulse[i, i, 2, 2] = 1
        answers = bn(F.conv2d(impulse, k3, padding=1), norms[0])
        answers = answers + bn(F.conv2d(impulse, k1), norms[1])
        answers = answers + bn(impulse, norms[2]) if identity else answers
        kernel = (answers - bias)[:, :, 1:4, 1:4].flip(2, 3).transpose(0, 1)
        as_dict = {name: row.tolist() for name, row in
                   zip(("gamma", "beta", "mean", "var"), norms[1], strict=True)}  # fmt: skip
        cases.append(
            answer(
                {
                    "x": x,
                    "k3": k3,
                    "k1": k1,
                    "bn3": norms[0],
                    "bn1": as_dict,
                    "bn_identity": norms[2] if identity else None,
                    "eps": eps,
                },
                {
                    "y_train": y,
                    "y_deploy": y,
                    "fused_bias": bias[0, :, 2, 2],
                    "fused_kernel": kernel,
                    "max_abs_diff": 0.0,
                },
                "F.conv2d and F.batch_norm; kernel from impulse responses",
            )
        )
    cases += [
        refusal(k1=[[[[1.0]]]]),
        refusal(bn1=[[1, 1]] * 3),
        refusal(bn3=[[1, 1]] * 3 + [[-1, 1]]),
        refusal(bn1={"gamma": [1, 1]}),
        refusal(eps=0),
    ]
    write("repvgg-reparam", cases)


if __name__ == "__main__":
    stepper()
    transposed()
    gridding()
    interpolation()
    repvgg()
