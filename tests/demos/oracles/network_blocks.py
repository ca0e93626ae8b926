"""Cases of the network block demos, from modules built in torch.

Run as ``python tests/demos/oracles/network_blocks.py`` where torch is installed.
"""

import itertools
import math

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
RNG = np.random.default_rng(0)


class Count:
    """Weights and MACs of the convolutions that run, seen by hooks on the meta device."""

    def __init__(self, module, c_in, h, w):
        self.params = sum(p.numel() for p in module.parameters())
        self.macs = 0
        for part in module.modules():
            if isinstance(part, nn.Conv2d):
                part.register_forward_hook(self._add)
        self.shape = module.to("meta")(torch.zeros(1, c_in, h, w, device="meta")).shape

    def _add(self, conv, _, out):
        self.macs += conv.weight.numel() * out.shape[-1] * out.shape[-2]


def conv(c_in, c_out, k, stride=1, groups=1, bias=False, dilation=1):
    kernel = k if isinstance(k, tuple) else (k, k)
    padding = tuple(dilation * (n - 1) // 2 for n in kernel)
    return nn.Conv2d(c_in, c_out, kernel, stride, padding, dilation, groups, bias=bias)


class Cat(nn.Module):
    """Branches side by side, concatenated."""

    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


class Half(nn.Module):
    """The first half of the channels passes by."""

    def __init__(self, branch):
        super().__init__()
        self.branch = branch

    def forward(self, x):
        kept, moved = x.chunk(2, 1)
        return torch.cat([kept, self.branch(moved)], 1)


def shuffle_v1(c_in, c_out, groups, stride, first):
    middle, branch = c_out // 4, c_out - (c_in if stride == 2 else 0)
    main = nn.Sequential(
        conv(c_in, middle, 1, groups=first),
        conv(middle, middle, 3, stride, groups=middle),
        conv(middle, branch, 1, groups=groups),
    )
    return Cat(nn.AvgPool2d(3, 2, 1), main) if stride == 2 else main


def shuffle_v2(c_in, c_out, stride):
    half = c_out // 2
    if stride == 1:
        return Half(
            nn.Sequential(conv(half, half, 1), conv(half, half, 3, 1, half), conv(half, half, 1))
        )
    left = nn.Sequential(conv(c_in, c_in, 3, 2, c_in), conv(c_in, half, 1))
    right = nn.Sequential(conv(c_in, half, 1), conv(half, half, 3, 2, half), conv(half, half, 1))
    return Cat(left, right)


def lightweight():
    cases = []

    def add(module, c_in, h, w, **params):
        count = Count(module, c_in, h, w)
        outputs = {"params": count.params, "macs": count.macs, "out_channels": count.shape[1]}
        outputs |= params.pop("more", {})
        cases.append(answer({"c_in": c_in, "h": h, "w": w, **params}, outputs, "torch meta hooks"))

    for c_in, s, e1, e3, h, w in [
        (96, 16, 64, 64, 55, 55),
        (512, 64, 256, 256, 13, 13),
        (3, 1, 2, 5, 4, 7),
    ]:
        module = nn.Sequential(
            conv(c_in, s, 1, bias=True), Cat(conv(s, e1, 1, bias=True), conv(s, e3, 3, bias=True))
        )
        add(module, c_in, h, w, block="fire", squeeze=s, expand1=e1, expand3=e3)
    for c_in, c_out, g, stride, first in [
        (240, 240, 3, 1, True),
        (24, 240, 3, 2, False),
        (240, 480, 3, 2, True),
        (384, 768, 8, 2, True),
        (8, 8, 1, 1, True),
    ]:
        module = shuffle_v1(c_in, c_out, g, stride, g if first else 1)
        add(
            module,
            c_in,
            14,
            11,
            block="shuffle_v1",
            c_out=c_out,
            groups=g,
            stride=stride,
            first_grouped=first,
        )
    for c_in, c_out, stride in [(116, 116, 1), (24, 116, 2), (232, 464, 2)]:
        add(
            shuffle_v2(c_in, c_out, stride),
            c_in,
            15,
            8,
            block="shuffle_v2",
            c_out=c_out,
            stride=stride,
        )
    stacks = {
        "asym_3x3": [(3, 1), (1, 3)],
        "single_5x5": [5],
        "single_7x7": [7],
        "three_3x3": [3] * 3,
        "two_3x3": [3] * 2,
    }
    for block, kernels in stacks.items():
        c_in, c_out = int(RNG.integers(1, 40)), int(RNG.integers(1, 40))
        parts = [conv(c_out if i else c_in, c_out, k) for i, k in enumerate(kernels)]
        add(nn.Sequential(*parts), c_in, 9, 10, block=block, c_out=c_out)
    for c_in, c_out, k in [(64, 64, 4), (20, 19, 5), (3, 6, 1)]:
        d = c_out // k
        branches = [conv(d, d if i else c_out - (k - 1) * d, 3, dilation=2**i) for i in range(k)]
        rf = 2 * 2 ** (k - 1) + 1
        add(
            nn.Sequential(conv(c_in, d, 1), Cat(*branches)),
            c_in,
            8,
            8,
            block="esp",
            c_out=c_out,
            branches=k,
            more={"rf": rf},
        )
    cases += [
        refusal(block="shuffle_v1", c_in=10, c_out=20, groups=3, stride=2),
        refusal(block="esp", c_out=2, branches=4),
        refusal(block="shuffle_v2", c_in=4, c_out=8, stride=1),
        refusal(block="ghost"),
        refusal(block="shuffle_v1", c_in=240, c_out=240, stride=2),
    ]
    write("lightweight-blocks", cases)


def efficientnet():
    cases = []
    for phi, a, b, g in [
        (1, 1.2, 1.1, 1.15),
        (0, 1.2, 1.1, 1.15),
        (7, 1.2, 1.1, 1.15),
        (2.5, 1.0, 2.0, 1.0),
    ]:
        outputs = {
            "depth": a**phi,
            "width": b**phi,
            "resolution": g**phi,
            "constraint": a * b * b * g * g,
            "flops_factor": math.exp(phi * math.log(a * b * b * g * g)),
        }
        cases.append(
            answer({"phi": phi, "alpha": a, "beta": b, "gamma": g}, outputs, "closed form")
        )
    # Stages of the published models, read off torchvision's efficientnet_b* configurations.
    published = {
        "b0": (1.0, 1.0, 224, [16, 24, 40, 80, 112, 192, 320], [1, 2, 2, 3, 3, 4, 1]),
        "b1": (1.0, 1.1, 240, [16, 24, 40, 80, 112, 192, 320], [2, 3, 3, 4, 4, 5, 2]),
        "b4": (1.4, 1.8, 380, [24, 32, 56, 112, 160, 272, 448], [2, 4, 4, 6, 6, 8, 2]),
        "b7": (2.0, 3.1, 600, [32, 48, 80, 160, 224, 384, 640], [4, 7, 7, 10, 10, 13, 4]),
    }
    for variant, (width, depth, pixels, channels, layers) in published.items():
        outputs = {
            "width": width,
            "depth": depth,
            "resolution_px": pixels,
            "stage_channels": channels,
            "stage_layers": layers,
        }
        cases.append(answer({"variant": variant}, outputs, "published configurations"))
    write(
        "efficientnet-scaling",
        [*cases, refusal(variant="b8"), refusal(alpha=0), refusal(phi=1, variant="b0")],
    )


def inverted():
    cases = []
    for c_in, c_out, t, k, s, h, w in [
        (24, 24, 6, 3, 1, 56, 56),
        (32, 16, 1, 3, 1, 112, 112),
        (16, 24, 6, 3, 2, 113, 56),
        (40, 40, 3, 5, 1, 14, 9),
        (960, 320, 6, 3, 1, 7, 7),
        (8, 8, 1, 7, 3, 10, 10),
    ]:
        hidden = round(c_in * t)
        parts = [conv(c_in, hidden, 1)] if t != 1 else []
        parts += [conv(hidden, hidden, k, s, hidden), conv(hidden, c_out, 1)]
        count = Count(nn.Sequential(*parts), c_in, h, w)
        outputs = {
            "hidden": hidden,
            "params": count.params,
            "macs": count.macs,
            "has_skip": s == 1 and c_in == c_out,
        }
        params = {"c_in": c_in, "c_out": c_out, "expand": t, "k": k, "stride": s, "h": h, "w": w}
        cases.append(answer(params, outputs, "torch meta hooks"))
    for n, d, count in [(2, 2, 6), (3, 2, 5), (15, 2, 8), (30, 3, 4), (1, 2, 3)]:
        matrix, points = torch.randn(n, d), torch.randn(count, d)
        hidden = F.relu(points @ matrix.T)
        recovered = hidden @ torch.linalg.pinv(matrix).T
        outputs = {
            "recovered": recovered,
            "rmse": F.mse_loss(recovered, points).sqrt(),
            "dead_fraction": (hidden == 0).double().mean(),
        }
        cases.append(
            answer(
                {"op": "relu_collapse", "matrix": matrix, "points": points},
                outputs,
                "torch.linalg.pinv",
            )
        )
    cases += [
        refusal(op="relu_collapse", matrix=[[1, 2, 3]], points=[[1, 2]]),
        refusal(expand=0),
        refusal(c_in=1, expand=0.3),
    ]
    write("inverted-residual", cases)


def resnext():
    cases = []
    for c, groups, width, k, batch in [
        (4, 2, 2, 3, ()),
        (6, 3, 1, 3, ()),
        (3, 1, 4, 1, ()),
        (2, 4, 2, 5, (2,)),
    ]:
        middle = groups * width
        x = torch.randn(*batch, c, 4, 5)
        reduce, group, expand = (
            torch.randn(middle, c, 1, 1),
            torch.randn(middle, width, k, k),
            torch.randn(c, middle, 1, 1),
        )
        y = F.conv2d(F.conv2d(F.conv2d(x, reduce), group, padding=k // 2, groups=groups), expand)
        params = {
            "x": x,
            "w_reduce": reduce,
            "w_group": group,
            "w_expand": expand,
            "cardinality": groups,
        }
        cases.append(answer(params, {"y": y, "max_abs_diff": 0.0}, "torch F.conv2d(groups)"))
    for c, d, channels in [
        (32, 4, 256),
        (1, 64, 256),
        (2, 40, 256),
        (4, 24, 256),
        (8, 14, 256),
        (64, 4, 512),
    ]:
        block = nn.Sequential(
            conv(channels, c * d, 1), conv(c * d, c * d, 3, groups=c), conv(c * d, channels, 1)
        )
        count = sum(p.numel() for p in block.parameters())
        cases.append(
            answer(
                {"op": "params", "cardinality": c, "width": d, "channels": channels},
                {"params": count},
                "torch",
            )
        )
    one = [[[[1.0]]]]
    cases += [
        refusal(x=[[[1.0]]], w_reduce=one, w_group=one, w_expand=one, cardinality=2),
        refusal(
            x=[[[1.0]]],
            w_reduce=one,
            w_group=[[[[1.0, 1.0], [1.0, 1.0]]]],
            w_expand=one,
            cardinality=1,
        ),
    ]
    write("resnext-equivalence", cases)


class Vit(nn.Module):
    """A vision transformer by its parts, to be counted."""

    def __init__(self, n, channels, patch, dim, depth, mlp, classes):
        super().__init__()
        self.embed = nn.Conv2d(channels, dim, patch, patch)
        self.cls, self.pos = (
            nn.Parameter(torch.zeros(1, 1, dim)),
            nn.Parameter(torch.zeros(1, n + 1, dim)),
        )
        self.layers = nn.ModuleList(
            nn.ModuleList(
                [
                    nn.LayerNorm(dim),
                    nn.MultiheadAttention(dim, 1),
                    nn.LayerNorm(dim),
                    nn.Linear(dim, mlp),
                    nn.Linear(mlp, dim),
                ]
            )
            for _ in range(depth)
        )
        self.norm, self.head = nn.LayerNorm(dim), nn.Linear(dim, classes)


def vit():
    cases = []
    for size, patch, channels, dim, depth, mlp, classes in [
        (224, 16, 3, 768, 12, 3072, 1000),
        (224, 32, 3, 768, 12, 3072, 1000),
        (384, 16, 3, 1024, 24, 4096, 1000),
        (32, 4, 1, 64, 2, 100, 10),
        (8, 8, 4, 1, 1, 1, 1),
    ]:
        n = (size // patch) ** 2
        with torch.device("meta"):
            model = Vit(n, channels, patch, dim, depth, mlp, classes)
        params = sum(p.numel() for p in model.parameters())
        attention = 2 * depth * (n + 1) ** 2 * dim
        macs = n * model.embed.weight.numel() + model.head.weight.numel() + attention
        for layer in model.layers:
            per_token = layer[1].in_proj_weight.numel() + layer[1].out_proj.weight.numel()
            macs += (n + 1) * (per_token + layer[3].weight.numel() + layer[4].weight.numel())
        outputs = {
            "num_patches": n,
            "seq_len": n + 1,
            "patch_dim": channels * patch * patch,
            "params": params,
            "macs": macs,
            "attention_macs": attention,
        }
        given = {
            "image": size,
            "patch": patch,
            "channels": channels,
            "dim": dim,
            "depth": depth,
            "mlp_dim": mlp,
            "classes": classes,
        }
        cases.append(answer(given, outputs, "torch meta modules"))
    for shape, patch in [((3, 4, 6), 2), ((1, 3, 3), 3), ((2, 4, 2), 1), ((2, 1, 4, 4), 2)]:
        x = torch.randn(shape)
        patches = F.unfold(x if x.dim() == 4 else x[None], patch, stride=patch).transpose(1, 2)
        cases.append(
            answer(
                {"x": x, "patch": patch},
                {"patches": patches if x.dim() == 4 else patches[0]},
                "F.unfold",
            )
        )
    cases += [
        refusal(image=225, patch=16),
        refusal(x=[[[1.0, 2.0, 3.0]]], patch=2),
        refusal(image=8, patch=16),
    ]
    write("vit-patchify", cases)


def se_cbam():
    cases = []
    for c, r, batch in [(4, 2, ()), (8, 4, ()), (2, 2, (2,)), (3, 1, ())]:
        x, w1, w2 = torch.randn(*batch, c, 3, 4), torch.randn(c // r, c), torch.randn(c, c // r)
        full = x if batch else x[None]
        scale = torch.sigmoid(F.linear(F.relu(F.linear(full.mean((2, 3)), w1)), w2))
        y = full * scale[:, :, None, None]
        outputs = {"scale": scale, "y": y, "params": w1.numel() + w2.numel()}
        if not batch:
            outputs |= {"scale": scale[0], "y": y[0]}
        cases.append(answer({"kind": "se", "x": x, "w1": w1, "w2": w2}, outputs, "torch"))
    for c, r, k, batch in [(4, 2, 3, ()), (6, 3, 7, ()), (2, 1, 1, (2,))]:
        x, w1, w2 = (
            torch.randn(*batch, c, 4, 5),
            torch.randn(c // r, c, 1, 1),
            torch.randn(c, c // r, 1, 1),
        )
        kernel = torch.randn(1, 2, k, k)
        full = x if batch else x[None]

        def mlp(pooled, w1=w1, w2=w2):
            return F.conv2d(F.relu(F.conv2d(pooled, w1)), w2)

        channel = torch.sigmoid(
            mlp(F.adaptive_avg_pool2d(full, 1)) + mlp(F.adaptive_max_pool2d(full, 1))
        )
        gated = full * channel
        maps = torch.cat([gated.mean(1, keepdim=True), gated.max(1, keepdim=True).values], 1)
        spatial = torch.sigmoid(F.conv2d(maps, kernel, padding=k // 2))
        outputs = {
            "channel_attention": channel[..., 0, 0],
            "spatial_attention": spatial[:, 0],
            "y": gated * spatial,
        }
        if not batch:
            outputs = {name: value[0] for name, value in outputs.items()}
        params = {"kind": "cbam", "x": x, "w1": w1, "w2": w2, "w_spatial": kernel}
        cases.append(answer(params, outputs, "torch"))
    x = [[[1.0]], [[2.0]]]
    cases += [
        refusal(kind="se", x=x, w1=[[1.0]], w2=[[1.0]]),
        refusal(kind="se", x=x, w1=[[1.0, 1.0]], w2=[[1.0, 1.0]]),
        refusal(kind="cbam", x=x, w1=[[1.0, 1.0]], w2=[[1.0], [1.0]], w_spatial=[[[[1.0]]]]),
    ]
    write("se-cbam", cases)


def dropout():
    cases = []
    for n, error in [(5, 0.3), (1, 0.2), (3, 0.5), (101, 0.45), (4, 0.3), (11, 0.0), (7, 1.0)]:
        if n <= 11:
            wrong = sum(
                math.prod(error if bad else 1 - error for bad in votes)
                for votes in itertools.product((0, 1), repeat=n)
                if sum(votes) > n / 2
            )
        else:
            wrong = sum(
                math.comb(n, k) * error**k * (1 - error) ** (n - k)
                for k in range(n // 2 + 1, n + 1)
            )
        params = {"op": "majority_vote", "n_models": n, "error": error}
        cases.append(answer(params, {"ensemble_error": float(wrong)}, "enumeration of votes"))
    for n, variance, rho in [
        (5, 1.0, 0.3),
        (1, 2.0, 0.0),
        (10, 4.0, 1.0),
        (3, 1.0, -0.5),
        (8, 0.0, 0.2),
    ]:
        matrix = variance * (np.full((n, n), rho) + (1 - rho) * np.eye(n))
        weights = np.full(n, 1 / n)
        params = {"op": "average_variance", "n_models": n, "variance": variance, "correlation": rho}
        cases.append(
            answer(params, {"variance": float(weights @ matrix @ weights)}, "covariance matrix")
        )
    for count, p in [(4, 0.5), (6, 0.2), (3, 0.0), (5, 0.9)]:
        x, w, mask = RNG.normal(size=count), RNG.normal(size=count), RNG.integers(0, 2, count)
        mean = square = 0.0
        for kept in itertools.product((0, 1), repeat=count):
            chance = math.prod(1 - p if keep else p for keep in kept)
            out = sum(a * b * keep / (1 - p) for a, b, keep in zip(w, x, kept, strict=True))
            mean, square = mean + chance * out, square + chance * out * out
        y = x * mask / (1 - p)
        outputs = {
            "y": y,
            "output": float(w @ y),
            "expected_output": mean,
            "output_variance": square - mean**2,
        }
        cases.append(
            answer(
                {"op": "inverted", "x": x, "w": w, "p": p, "mask": mask},
                outputs,
                "all masks enumerated",
            )
        )
    for depth, rate in [(12, 0.2), (1, 0.5), (24, 1.0)]:
        rates = torch.linspace(0, rate, depth)
        outputs = {"rates": rates, "expected_depth": (1 - rates).sum()}
        cases.append(
            answer({"op": "droppath", "depth": depth, "max_rate": rate}, outputs, "torch.linspace")
        )
    cases += [
        refusal(op="inverted", p=1),
        refusal(op="inverted", x=[1], w=[1, 2], mask=[1]),
        refusal(op="average_variance", n_models=5, correlation=-0.9),
        refusal(op="majority_vote", error=1.5),
        refusal(op="inverted", x=[1], w=[1], mask=[0.5]),
    ]
    write("dropout-family", cases)


def smoothing():
    cases = []
    for count, epsilon in [(3, 0.1), (10, 0.2), (2, 0.5), (5, 0.0), (4, 1.0), (1000, 0.1)]:
        logits = (torch.randn(min(count, 12)) * 5).requires_grad_()
        k, target = len(logits), int(RNG.integers(min(count, 12)))
        loss = F.cross_entropy(logits[None], torch.tensor([target]), label_smoothing=epsilon)
        loss.backward()
        soft = torch.full((k,), epsilon / k)
        soft[target] += 1 - epsilon
        outputs = {
            "loss": loss,
            "hard_loss": F.cross_entropy(logits[None], torch.tensor([target])),
            "soft_target": soft,
            "grad": logits.grad,
            "min_loss": torch.special.entr(soft).sum(),
        }
        if epsilon:
            other = soft[(target + 1) % k]
            outputs["optimal_logit_gap"] = (soft[target] / other).log()
        cases.append(
            answer(
                {"logits": logits, "target": target, "epsilon": epsilon}, outputs, "F.cross_entropy"
            )
        )
    big = {"logits": [1000.0, -1000.0], "target": 1, "epsilon": 0.1}
    loss = F.cross_entropy(
        torch.tensor([[1000.0, -1000.0]]), torch.tensor([1]), label_smoothing=0.1
    )
    cases.append(answer(big, {"loss": loss, "hard_loss": 2000.0}, "F.cross_entropy"))
    cases += [
        refusal(logits=[1, 2], target=2),
        refusal(epsilon=1.5),
        refusal(logits=[1.0], target=0),
        refusal(target=-1),
    ]
    write("label-smoothing", cases)


if __name__ == "__main__":
    for make in (lightweight, efficientnet, inverted, resnext, vit, se_cbam, dropout, smoothing):
        make()
