"""Cases of the small demos on training, transformers, time and GANs, from torch and brute force.

Run as ``python tests/demos/oracles/training_extras.py`` where torch and OpenCV are installed.
"""

# ruff: noqa: E501 - a table of cases reads best with one case a line

import math
from fractions import Fraction

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write
from torch import nn

rng = np.random.default_rng(4)
torch.manual_seed(4)
torch.set_default_dtype(torch.float64)


def normal(*shape):
    return rng.normal(0, 1, shape).round(3)


def leaf(x):
    return torch.tensor(np.asarray(x, float), requires_grad=True)


def some_boxes(n):
    low = rng.uniform(0, 40, (n, 2)).round(1)
    return np.concatenate([low, low + rng.uniform(1, 40, (n, 2)).round(1)], axis=1)


def data_augmentation():
    cases = []
    for op, axis in (("hflip", 0), ("vflip", 1)):
        for n in (1, 4):
            boxes, (w, h) = some_boxes(n), (100, 80)
            corners = boxes.reshape(-1, 2, 2).copy()
            corners[:, :, axis] = (w, h)[axis] - corners[:, :, axis]
            out = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
            params = {"op": op, "width": w, "height": h, "boxes": boxes}
            cases.append(answer(params, {"boxes_out": out}, "mirrored corners"))
    for angle, center in ((30, (50, 40)), (-90, (0, 0)), (45, (10.5, 3)), (180, (20, 20))):
        boxes = some_boxes(3)
        corners = np.array([[[b[i], b[j]] for i in (0, 2) for j in (1, 3)] for b in boxes])
        turned = cv2.transform(corners, cv2.getRotationMatrix2D(center, angle, 1))
        out = np.concatenate([turned.min(axis=1), turned.max(axis=1)], axis=1)
        t = math.radians(angle)
        w, h = (boxes[:, 2:] - boxes[:, :2]).T
        a, b = abs(math.cos(t)), abs(math.sin(t))
        growth = (w * a + h * b) * (w * b + h * a) / (w * h)
        params = {"op": "rotate", "angle_deg": angle, "center": center, "boxes": boxes}
        cases.append(
            answer(params, {"boxes_out": out, "area_growth": growth}, "cv2 on corners, closed form")
        )
    for w, h, lam, cx, cy in (
        (100, 80, 0.5, 80, 40),
        (224, 224, 0.75, 0, 224),
        (64, 32, 0, 32, 16),
        (50, 50, 1, 10, 10),
        (31, 17, 0.3, 5, 5),
    ):
        mask = np.zeros((h, w), bool)
        half_w, half_h = int(w * math.sqrt(1 - lam)) // 2, int(h * math.sqrt(1 - lam)) // 2
        x1, x2 = np.clip([cx - half_w, cx + half_w], 0, w)
        y1, y2 = np.clip([cy - half_h, cy + half_h], 0, h)
        mask[y1:y2, x1:x2] = True
        params = {"op": "cutmix", "width": w, "height": h, "lam": lam, "cx": cx, "cy": cy}
        cases.append(
            answer(
                params,
                {"box": [int(x1), int(y1), int(x2), int(y2)], "lam_adjusted": 1 - mask.mean()},
                "counted pixels",
            )
        )
    for lam in (0, 0.3, 1):
        a, b = normal(2, 3), normal(2, 3)
        outputs = {"x": torch.lerp(torch.tensor(b), torch.tensor(a), lam), "y": [lam, 1 - lam]}
        params = {"op": "mixup", "lam": lam, "x_a": a, "x_b": b, "y_a": [1, 0], "y_b": [0, 1]}
        cases.append(answer(params, outputs, "torch.lerp"))
    size, center, sizes = 100, (40, 60), ((60, 50), (80, 80), (30, 70), (64, 64))
    boxes = [
        [[0, 0, 10, 5], [30, 20, 60, 50]],
        [[70, 10, 80, 20], [10, 30, 50, 70]],
        [],
        [[0, 0, 64, 64]],
    ]
    out, kept, count = [], [], 0
    for i, found in enumerate(boxes):
        dx = center[0] - (sizes[i][0] if i % 2 == 0 else 0)
        dy = center[1] - (sizes[i][1] if i < 2 else 0)
        for x1, y1, x2, y2 in found:
            box = [min(max(v + d, 0), size) for v, d in ((x1, dx), (y1, dy), (x2, dx), (y2, dy))]
            if box[2] > box[0] and box[3] > box[1]:
                out.append([float(v) for v in box])
                kept.append(count)
            count += 1
    params = {"op": "mosaic", "size": size, "center": center, "image_sizes": sizes, "boxes": boxes}
    cases.append(answer(params, {"boxes_out": out, "kept": kept}, "box by box"))
    cases += [
        refusal(op="hflip", boxes=[[5, 5, 1, 1]]), refusal(op="rotate", boxes=[[1, 1, 1, 5]]),
        refusal(op="cutmix", width=50, cx=60), refusal(op="mixup", x_a=[1], x_b=[1, 2]),
        refusal(op="mosaic", boxes=[[[1, 2, 3, 4]]]), refusal(op="cutmix", lam=1.1), refusal(op="hflip", boxes=[[1, 2, 3]]),
    ]  # fmt: skip
    write("data-augmentation", cases)


def nas_search():
    cases = []
    for n in (1, 5, 20, 12):
        cost, accuracy = (
            rng.integers(1, 8, n) * 50.0,
            rng.uniform(60, 80, n).round(0 if n == 12 else 2),
        )
        front = [i for i in range(n) if not any(
            cost[j] <= cost[i] and accuracy[j] >= accuracy[i] and (cost[j] < cost[i] or accuracy[j] > accuracy[i])
            for j in range(n))]  # fmt: skip
        budget, target, w = float(np.median(cost)), 80.0, -0.07
        within = [i for i in range(n) if cost[i] <= budget]
        reward = [
            a * math.exp(w * math.log(c / target)) for a, c in zip(accuracy, cost, strict=True)
        ]
        outputs = {"pareto": front, "best_under_budget": max(within, key=lambda i: accuracy[i]),
                   "best_reward": max(range(n), key=lambda i: reward[i]), "reward": reward}  # fmt: skip
        params = {
            "cost": cost,
            "accuracy": accuracy,
            "budget": budget,
            "target": target,
            "exponent": w,
        }
        cases.append(answer(params, outputs, "brute force"))
    for c, n in ((6, 17), (1, 5), (10, 3)):
        outputs = {"space_size": math.prod([c] * n), "log10_size": math.log10(c**n)}
        cases.append(
            answer({"op": "space", "choices_per_layer": c, "layers": n}, outputs, "product")
        )
    cases += [
        refusal(cost=[1, 2], accuracy=[1]),
        refusal(cost=[0], accuracy=[1]),
        refusal(target=0),
        refusal(op="space", layers=0),
    ]
    write("nas-search", cases)


def training_tricks():
    cases = []
    for n, d, micro in ((8, 3, 2), (7, 2, 3), (5, 1, 5), (4, 2, 1), (6, 2, 100)):
        x, y, w0 = normal(n, d), normal(n), normal(d)
        w = leaf(w0)
        F.mse_loss(torch.tensor(x) @ w, torch.tensor(y)).backward()
        full = w.grad.clone()
        w.grad = None
        chunks = range(0, n, micro)
        for i in chunks:
            part = slice(i, i + micro)
            loss = F.mse_loss(torch.tensor(x[part]) @ w, torch.tensor(y[part]), reduction="sum") / n
            loss.backward()
        outputs = {"grad_full": full, "grad_accumulated": w.grad, "n_micro": len(chunks)}
        cases.append(
            answer(
                {"op": "accumulate", "x": x, "y": y, "w": w0, "micro_batch": micro},
                outputs,
                "torch autograd",
            )
        )
    for lr, base, batch in ((0.1, 256, 8192), (0.02, 64, 32), (1e-3, 16, 48)):
        params = {
            "op": "linear_scaling",
            "base_lr": lr,
            "base_batch": base,
            "batch": batch,
            "warmup_epochs": 5,
        }
        cases.append(answer(params, {"lr": float(Fraction(batch, base)) * lr}, "Goyal 2017"))
    for losses, patience, delta, stop, best in (
        ([1, 0.8, 0.9, 0.85, 0.95, 0.7], 3, 0, 4, 1), ([3, 2, 1], 1, 0, 2, 2), ([1, 1, 1], 2, 0, 2, 0),
        ([1, 0.95, 0.9, 0.5], 2, 0.2, 2, 0), ([5], 1, 0, 0, 0),
    ):  # fmt: skip
        params = {
            "op": "early_stopping",
            "val_loss": losses,
            "patience": patience,
            "min_delta": delta,
        }
        cases.append(answer(params, {"stop_epoch": stop, "best_epoch": best}, "by hand"))
    for n, batch, drop, epochs in (
        (50_000, 128, False, 90),
        (100, 32, True, 3),
        (10, 32, True, 2),
        (10, 32, False, 2),
        (64, 16, True, 1),
        (1000, 64, True, 1),
    ):
        loader = torch.utils.data.DataLoader(range(n), batch_size=batch, drop_last=drop)
        params = {
            "op": "iterations",
            "n_samples": n,
            "batch": batch,
            "drop_last": drop,
            "epochs": epochs,
        }
        expected = {"per_epoch": len(loader), "total": len(loader) * epochs}
        expected["last_batch"] = ([len(each) for each in loader] or [0])[-1]
        cases.append(answer(params, expected, "DataLoader"))
    cases += [refusal(op="accumulate", y=[1]), refusal(op="accumulate", micro_batch=0), refusal(op="early_stopping", val_loss=[]),
              refusal(op="iterations", batch=0), refusal(op="linear_scaling", base_batch=0)]  # fmt: skip
    write("training-tricks", cases)


def fine_tuning():
    cases = []
    makers = {"sgd": lambda p: torch.optim.SGD(p, 0.1), "momentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9),
              "adam": lambda p: torch.optim.Adam(p, 0.1)}  # fmt: skip
    for sizes, frozen in (([9, 20, 31], 1), ([5, 5], 0), ([7, 3, 2], 3)):
        for name, make in makers.items():
            layers = [nn.Parameter(torch.ones(n, dtype=torch.float32)) for n in sizes]
            for layer in layers[:frozen]:
                layer.requires_grad_(False)
            live = [p for p in layers if p.requires_grad]
            state = 0
            if live:
                optimiser = make(live)
                sum(p.sum() for p in live).backward()
                optimiser.step()
                state = sum(v.numel() * v.element_size() for s in optimiser.state.values()
                            for k, v in s.items() if torch.is_tensor(v) and k != "step")  # fmt: skip
            total, trainable = sum(sizes), sum(p.numel() for p in live)
            grads = sum(p.grad.numel() * 4 for p in live)
            params = {
                "layer_params": sizes,
                "freeze_first": frozen,
                "optimizer": name,
                "bytes_per_param": 4,
            }
            outputs = {"total": total, "trainable": trainable, "trainable_fraction": trainable / total,
                       "optimizer_state_bytes": state, "training_bytes": total * 4 + grads + state}  # fmt: skip
            cases.append(answer(params, outputs, "torch.optim state"))
    for d_in, d_out, rank in ((768, 768, 8), (10, 3, 1), (4096, 11_008, 64)):
        full = nn.Linear(d_in, d_out, bias=False, device="meta").weight.numel()
        lora = sum(
            nn.Linear(a, b, bias=False, device="meta").weight.numel()
            for a, b in ((d_in, rank), (rank, d_out))
        )
        outputs = {"full_params": full, "lora_params": lora, "fraction": lora / full}
        cases.append(
            answer(
                {"op": "lora", "d_in": d_in, "d_out": d_out, "rank": rank},
                outputs,
                "torch nn.Linear",
            )
        )
    for lr, decay, n in ((0.001, 0.9, 12), (1.0, 0.5, 3), (0.1, 1, 2)):
        rates = [lr]
        for _ in range(n - 1):
            rates.insert(0, rates[0] * decay)
        cases.append(
            answer(
                {"op": "layerwise_lr", "base_lr": lr, "decay": decay, "n_layers": n},
                {"lr": rates},
                "layer by layer",
            )
        )
    cases += [
        refusal(freeze_first=7),
        refusal(layer_params=[0]),
        refusal(op="lora", d_in=4, d_out=4, rank=5),
        refusal(op="layerwise_lr", decay=1.5),
    ]
    write("fine-tuning", cases)


def hyperparam_search():
    cases = []
    for f, n in ((0.05, 60), (0.01, 10), (0.5, 1), (1, 3), (0.001, 5000), (0.2, 0)):
        needed = 1
        while 1 - (1 - Fraction(str(f))) ** needed < Fraction(95, 100):
            needed += 1
        outputs = {
            "success_probability": float(1 - (1 - Fraction(str(f))) ** n),
            "trials_for_95": needed,
        }
        cases.append(
            answer({"op": "random", "top_fraction": f, "trials": n}, outputs, "exact fractions")
        )
    for p, d in ((3, 2), (10, 5), (1, 4), (1000, 20)):
        trials = math.prod([p] * d)
        outputs = {"trials": trials, "distinct_per_axis": p, "random_distinct_per_axis": trials}
        cases.append(
            answer({"op": "grid", "points_per_axis": p, "dimensions": d}, outputs, "product")
        )
    cases += [
        refusal(op="random", top_fraction=0),
        refusal(op="random", top_fraction=1.2),
        refusal(op="grid", dimensions=0),
        refusal(op="grid", trials=3),
    ]
    write("hyperparam-search", cases)


def transformer_cost():
    cases = []
    for d, heads, ff, n in (
        (768, 12, 3072, 512),
        (64, 4, 256, 16),
        (512, 8, 2048, 3072),
        (8, 1, 5, 65_536),
    ):
        layer = nn.TransformerEncoderLayer(d, heads, ff, device="meta")
        cross = next(k for k in range(1, 10**6) if 2 * k * k * d >= 4 * k * d * d + 2 * k * d * ff)
        outputs = {"params": sum(p.numel() for p in layer.parameters()), "projection_macs": n * d * d * 4,
                   "attention_macs": n * n * d * 2, "ffn_macs": n * d * ff * 2, "crossover_seq_len": cross}  # fmt: skip
        params = {"op": "layer", "d_model": d, "heads": heads, "d_ff": ff, "seq_len": n}
        cases.append(answer(params, outputs, "nn.TransformerEncoderLayer"))
    for preset, vocab, positions, segments, d, layers, ff, pooler, want in (
        ("bert_base", 30_522, 512, 2, 768, 12, 3072, True, 109_482_240), ("gpt2", 50_257, 1024, 0, 768, 12, 3072, False, 124_439_808),
        ("bert_base", 100, 16, 2, 32, 2, 64, True, None), ("gpt2", 100, 16, 0, 32, 3, 128, False, None),
    ):  # fmt: skip
        layer = nn.TransformerEncoderLayer(d, 4, ff, device="meta")
        parts = [
            nn.Embedding(vocab, d, device="meta"),
            nn.Embedding(positions, d, device="meta"),
            nn.LayerNorm(d, device="meta"),
        ]
        parts += [nn.Embedding(segments, d, device="meta")] if segments else []
        parts += [nn.Linear(d, d, device="meta")] if pooler else []
        total = sum(p.numel() for m in parts for p in m.parameters()) + layers * sum(
            p.numel() for p in layer.parameters()
        )
        assert want in (None, total)
        params = {"op": "model", "preset": preset, "vocab": vocab, "positions": positions, "segments": segments,
                  "d_model": d, "layers": layers, "d_ff": ff, "pooler": pooler}  # fmt: skip
        cases.append(answer(params, {"params": total}, "torch modules on the meta device"))
    for layers, heads, dim, n, batch, size in ((12, 12, 64, 512, 1, 2), (32, 8, 128, 8192, 4, 1)):
        cache = torch.empty(2, layers, batch, heads, n, dim, device="meta").numel() * size
        params = {
            "op": "kv_cache",
            "layers": layers,
            "heads": heads,
            "head_dim": dim,
            "seq_len": n,
            "batch": batch,
            "bytes": size,
        }
        cases.append(answer(params, {"kv_cache_bytes": cache}, "torch meta tensor"))
    cases += [
        refusal(op="layer", d_model=10, heads=3),
        refusal(op="layer", seq_len=0),
        refusal(op="model", preset="t5"),
    ]
    write("transformer-cost", cases)


def positional_encoding():
    cases = []
    for n, d, base in ((5, 4, 10_000), (8, 6, 100), (1, 2, 10), (12, 16, 10_000)):
        omega = base ** (-np.arange(d // 2) * 2 / d)
        z = np.exp(1j * np.arange(n)[:, None] * omega)
        pe = np.empty((n, d))
        pe[:, 0::2], pe[:, 1::2] = z.imag, z.real
        dots = [float((z[0].conj() * z[k]).real.sum()) for k in range(n)]
        cases.append(
            answer(
                {"n": n, "d": d, "base": base},
                {"pe": pe, "dot_by_offset": dots},
                "complex exponentials",
            )
        )
    for shape, out in (((4, 4), (6, 6)), ((3, 5), (2, 9)), ((2, 3, 3), (5, 4)), ((1, 1), (2, 2))):
        pos = normal(*shape)
        flat = torch.tensor(pos).reshape(1, -1, *shape[-2:])
        y = F.interpolate(flat, size=out, mode="bicubic", align_corners=False)[0].reshape(
            *shape[:-2], *out
        )
        params = {"op": "resize", "pos": pos, "out_h": out[0], "out_w": out[1]}
        cases.append(answer(params, {"pos_out": y}, "F.interpolate bicubic"))
    cases += [refusal(d=3), refusal(n=0), refusal(base=1), refusal(op="resize", pos=[1, 2])]
    write("positional-encoding", cases)


def embedding():
    cases = []
    for vocab, dim, ids in ((6, 4, [1, 3, 1]), (3, 2, [[0, 2], [2, 2]]), (2, 1, [1])):
        table = normal(vocab, dim)
        w = leaf(table)
        vectors = F.embedding(torch.tensor(ids), w)
        vectors.sum().backward()
        cosine = F.cosine_similarity(w[0], w[1], dim=0)
        outputs = {"vectors": vectors, "grad": w.grad, "params": w.numel(), "cosine": cosine}
        cases.append(answer({"weight": table, "ids": ids}, outputs, "F.embedding, autograd"))
    for vocab, dim in ((30_522, 768), (10, 3)):
        outputs = {
            "params": nn.Embedding(vocab, dim, device="meta").weight.numel(),
            "one_hot_macs": vocab * dim,
            "lookup_copies": dim,
        }
        cases.append(answer({"vocab": vocab, "dim": dim}, outputs, "nn.Embedding"))
    cases += [
        refusal(ids=[6]),
        refusal(ids=[-1]),
        refusal(ids=[0.5]),
        refusal(vocab=0),
        refusal(weight=[[1, 2], [3]]),
    ]
    write("embedding", cases)


def tcn_field(k, dilations, convs):
    """How many inputs of a random causal stack move the last output."""
    length = 3 + convs * (k - 1) * sum(dilations)
    x = torch.zeros(1, 1, length, requires_grad=True)
    y = x
    for d in dilations:
        for _ in range(convs):
            y = F.conv1d(F.pad(y, ((k - 1) * d, 0)), torch.ones(1, 1, k), dilation=d)
    y[0, 0, -1].backward()
    reached = torch.nonzero(x.grad[0, 0]).ravel()
    return int(length - reached.min())


def temporal_tcn_tsm():
    cases = []
    for k, dilations, convs in (
        (3, [1, 2, 4, 8], 2),
        (2, [1, 2], 1),
        (1, [5], 3),
        (5, [1, 3], 2),
        (3, [4, 1], 1),
    ):
        params = {"op": "tcn_rf", "k": k, "dilations": dilations, "convs_per_block": convs}
        cases.append(
            answer(
                params, {"rf": tcn_field(k, dilations, convs), "causal": True}, "autograd support"
            )
        )
    for shape, div in (
        ((6, 8), 8),
        ((4, 5), 2),
        ((3, 4, 2, 2), 4),
        ((2, 3, 6, 1, 2), 3),
        ((1, 4), 4),
        ((5, 3), 8),
    ):
        x = normal(*shape)
        clip = torch.tensor(x if x.ndim == 5 else x[None])
        fold, y = clip.shape[2] // div, torch.zeros_like(clip)
        y[:, :-1, :fold] = clip[:, 1:, :fold]
        y[:, 1:, fold : 2 * fold] = clip[:, :-1, fold : 2 * fold]
        y[:, :, 2 * fold :] = clip[:, :, 2 * fold :]
        outputs = {"y": y if x.ndim == 5 else y[0], "extra_macs": 0}
        cases.append(
            answer({"op": "tsm", "x": x, "shift_div": div}, outputs, "the TSM paper's listing")
        )
    cases += [
        refusal(op="tcn_rf", k=0),
        refusal(op="tcn_rf", dilations=[0]),
        refusal(op="tsm", shift_div=1),
        refusal(op="tsm", x=[1, 2]),
    ]
    write("temporal-tcn-tsm", cases)


def gan_losses():
    ones, bce = torch.ones_like, F.binary_cross_entropy_with_logits
    d_losses = {
        "minimax": lambda r, f: bce(r, ones(r)) + bce(f, 0 * f), "non_saturating": lambda r, f: bce(r, ones(r)) + bce(f, 0 * f),
        "lsgan": lambda r, f: 0.5 * F.mse_loss(r, ones(r)) + 0.5 * F.mse_loss(f, 0 * f),
        "wgan": lambda r, f: f.mean() - r.mean(), "hinge": lambda r, f: F.relu(1 - r).mean() + F.relu(1 + f).mean(),
    }  # fmt: skip
    g_losses = {
        "minimax": lambda f: -bce(f, 0 * f.detach()), "non_saturating": lambda f: bce(f, ones(f)),
        "lsgan": lambda f: 0.5 * F.mse_loss(f, ones(f)), "wgan": lambda f: -f.mean(), "hinge": lambda f: -f.mean(),
    }  # fmt: skip
    cases = []
    for kind, d_loss in d_losses.items():
        for real, fake in (([2, 1], [-3, -1]), ([0.5], [300, -300, 0]), (normal(5), normal(3))):
            f = leaf(fake)
            g = g_losses[kind](f)
            g.backward()
            outputs = {"d_loss": d_loss(leaf(real), f.detach()), "g_loss": g, "g_grad": f.grad}
            cases.append(
                answer({"kind": kind, "d_real": real, "d_fake": fake}, outputs, "torch autograd")
            )
    cases += [refusal(kind="sgan"), refusal(d_real=[]), refusal(d_fake=[[1]])]
    write("gan-losses", cases)


if __name__ == "__main__":
    for make in (data_augmentation, nas_search, training_tricks, fine_tuning, hyperparam_search,
                 transformer_cost, positional_encoding, embedding, temporal_tcn_tsm, gan_losses):  # fmt: skip
        make()
