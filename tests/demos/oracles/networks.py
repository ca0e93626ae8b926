"""Oracle for model-cost-zoo: the networks rebuilt as torch modules on the meta device.

Parameters are counted by torch; MACs by hooks on convolutions and linear layers, plus the two
attention products of ViT.
"""

import math

import torch
from _cases import answer, refusal, write
from torch import nn

torch.set_default_device("meta")


class Sum(nn.Module):
    """The sum of branches; an empty Sequential is the identity."""

    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return sum(branch(x) for branch in self.branches)


class Cat(Sum):
    """The branches side by side."""

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


class Half(Sum):
    """Half of the channels passes by, the other half goes through the branch."""

    def forward(self, x):
        a, b = x.chunk(2, 1)
        return torch.cat([a, self.branches[0](b)], 1)


class Gate(nn.Module):
    """Squeeze and excitation."""

    def __init__(self, c, middle):
        super().__init__()
        self.net = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(c, middle, 1),
                                 nn.Conv2d(middle, c, 1))  # fmt: skip

    def forward(self, x):
        return x * self.net(x)


def cb(i, o, k=3, s=1, g=1, p=None):
    p = k // 2 if p is None else p
    return nn.Sequential(nn.Conv2d(i, o, k, s, p, groups=g, bias=False), nn.BatchNorm2d(o))


def top(c, *widths):
    layers = [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    for w in (*widths, 1000):
        layers.append(nn.Linear(c, w))
        c = w
    return layers


def alexnet():
    c, p = nn.Conv2d, nn.MaxPool2d(3, 2)
    return nn.Sequential(c(3, 64, 11, 4, 2), p, c(64, 192, 5, padding=2), p,
                         c(192, 384, 3, padding=1), c(384, 256, 3, padding=1),
                         c(256, 256, 3, padding=1), p, nn.AdaptiveAvgPool2d(6), nn.Flatten(),
                         nn.Linear(9216, 4096), nn.Linear(4096, 4096),
                         nn.Linear(4096, 1000))  # fmt: skip


def vgg16():
    layers, c = [], 3
    for v in (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0):
        layers.append(nn.Conv2d(c, v, 3, padding=1) if v else nn.MaxPool2d(2))
        c = v or c
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(7), nn.Flatten(), nn.Linear(25088, 4096),
                         nn.Linear(4096, 4096), nn.Linear(4096, 1000))  # fmt: skip


def resnet(depths, wide=True, groups=1, base=64, late=True):
    layers, c = [cb(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1)], 64
    for stage, n in enumerate(depths):
        w = base * groups * 2**stage if groups > 1 else 64 * 2**stage
        o = 64 * 2**stage * (4 if wide else 1)
        for i in range(n):
            s = 2 if stage and i == 0 else 1
            if wide:
                one, three = (1, s) if late else (s, 1)
                body = nn.Sequential(cb(c, w, 1, one), cb(w, w, 3, three, groups), cb(w, o, 1))
            else:
                body = nn.Sequential(cb(c, o, 3, s), cb(o, o))
            skip = cb(c, o, 1, s) if s > 1 or c != o else nn.Sequential()
            layers.append(Sum(body, skip))
            c = o
    return nn.Sequential(*layers, *top(c))


def mobilenet_v1(a=1.0):
    layers, c = [cb(3, int(32 * a), 3, 2)], int(32 * a)
    for o, s in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5,
                 (1024, 2), (1024, 1)]:  # fmt: skip
        o = int(o * a)
        layers += [cb(c, c, 3, s, c), cb(c, o, 1)]
        c = o
    return nn.Sequential(*layers, *top(c))


def div8(v):
    r = max(8, int(v + 4) // 8 * 8)
    return r + 8 if r < 0.9 * v else r


def inverted(c, hidden, o, k, s, se=0):
    body = ([cb(c, hidden, 1)] if hidden != c else []) + [cb(hidden, hidden, k, s, hidden)]
    body += [Gate(hidden, se)] if se else []
    return nn.Sequential(*body, cb(hidden, o, 1))


def mobilenet_v2(a=1.0):
    c = div8(32 * a)
    layers = [cb(3, c, 3, 2)]
    for t, o, n, s in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
                       (6, 160, 3, 2), (6, 320, 1, 1)]:  # fmt: skip
        for i in range(n):
            layers.append(inverted(c, t * c, div8(o * a), 3, s if i == 0 else 1))
            c = div8(o * a)
    last = div8(1280 * max(1, a))
    return nn.Sequential(*layers, cb(c, last, 1), *top(last))


def mobilenet_v3_large():
    rows = """3 16 16 0 1|3 64 24 0 2|3 72 24 0 1|5 72 40 24 2|5 120 40 32 1|5 120 40 32 1
    |3 240 80 0 2|3 200 80 0 1|3 184 80 0 1|3 184 80 0 1|3 480 112 120 1|3 672 112 168 1
    |5 672 160 168 2|5 960 160 240 1|5 960 160 240 1"""
    layers, c = [cb(3, 16, 3, 2)], 16
    for row in rows.split("|"):
        k, hidden, o, se, s = map(int, row.split())
        layers.append(inverted(c, hidden, o, k, s, se))
        c = o
    return nn.Sequential(*layers, cb(160, 960, 1), *top(960, 1280))


def efficientnet_b0():
    layers, c = [cb(3, 32, 3, 2)], 32
    for t, k, s, o, n in [(1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3),
                          (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1)]:  # fmt: skip
        for i in range(n):
            layers.append(inverted(c, t * c, o, k, s if i == 0 else 1, max(1, c // 4)))
            c = o
    return nn.Sequential(*layers, cb(c, 1280, 1), *top(1280))


def shufflenet_v1_g3():
    layers, c = [cb(3, 24, 3, 2), nn.MaxPool2d(3, 2, 1)], 24
    for stage, (o, n) in enumerate([(240, 4), (480, 8), (960, 4)]):
        for i in range(n):
            m, first = o // 4, 1 if stage == 0 and i == 0 else 3
            out = o - c if i == 0 else o
            body = nn.Sequential(cb(c, m, 1, 1, first), cb(m, m, 3, 2 if i == 0 else 1, m),
                                 cb(m, out, 1, 1, 3))  # fmt: skip
            pool = nn.AvgPool2d(3, 2, 1)
            layers.append(Cat(body, pool) if i == 0 else Sum(body, nn.Sequential()))
            c = o
    return nn.Sequential(*layers, *top(c))


def shufflenet_v2():
    layers, c = [cb(3, 24, 3, 2), nn.MaxPool2d(3, 2, 1)], 24
    for o, n in [(116, 4), (232, 8), (464, 4)]:
        h = o // 2
        left = nn.Sequential(cb(c, c, 3, 2, c), cb(c, h, 1))
        right = nn.Sequential(cb(c, h, 1), cb(h, h, 3, 2, h), cb(h, h, 1))
        layers.append(Cat(left, right))
        layers += [Half(nn.Sequential(cb(h, h, 1), cb(h, h, 3, 1, h), cb(h, h, 1)))
                   for _ in range(n - 1)]  # fmt: skip
        c = o
    return nn.Sequential(*layers, cb(c, 1024, 1), *top(1024))


def squeezenet(stem, kernel, pools):
    pool = nn.MaxPool2d(3, 2, ceil_mode=True)
    layers, c = [nn.Conv2d(3, stem, kernel, 2), pool], stem
    for i, s in enumerate((16, 16, 32, 32, 48, 48, 64, 64)):
        layers += [nn.Conv2d(c, s, 1),
                   Cat(nn.Conv2d(s, 4 * s, 1), nn.Conv2d(s, 4 * s, 3, padding=1))]  # fmt: skip
        layers += [pool] if i in pools else []
        c = 8 * s
    return nn.Sequential(*layers, nn.Conv2d(c, 1000, 1))


def xception():
    def sep(i, o):
        return nn.Sequential(nn.Conv2d(i, i, 3, padding=1, groups=i, bias=False), cb(i, o, 1))

    def down(i, a, b):
        body = nn.Sequential(sep(i, a), sep(a, b), nn.MaxPool2d(3, 2, 1))
        return Sum(body, cb(i, b, 1, 2))

    middle = [Sum(nn.Sequential(sep(728, 728), sep(728, 728), sep(728, 728)), nn.Sequential())
              for _ in range(8)]  # fmt: skip
    return nn.Sequential(cb(3, 32, 3, 2, p=0), cb(32, 64, p=0), down(64, 128, 128),
                         down(128, 256, 256), down(256, 728, 728), *middle, down(728, 728, 1024),
                         sep(1024, 1536), sep(1536, 2048), *top(2048))  # fmt: skip


class ViT(nn.Module):
    def __init__(self, size, patch=16, dim=768, depth=12, mlp=3072):
        super().__init__()
        self.n, self.dim, self.depth = (size // patch) ** 2 + 1, dim, depth
        self.patch = nn.Conv2d(3, dim, patch, patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos = nn.Parameter(torch.zeros(1, self.n, dim))
        self.blocks = nn.ModuleList(
            nn.ModuleList([nn.LayerNorm(dim), nn.Linear(dim, 3 * dim), nn.Linear(dim, dim),
                           nn.LayerNorm(dim), nn.Linear(dim, mlp), nn.Linear(mlp, dim)])
            for _ in range(depth))  # fmt: skip
        self.norm, self.head = nn.LayerNorm(dim), nn.Linear(dim, 1000)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls, x], 1) + self.pos
        for n1, qkv, out, n2, up, down in self.blocks:
            x = x + out(qkv(n1(x))[..., : self.dim])
            x = x + down(up(n2(x)))
        return self.head(self.norm(x)[:, 0])


def repvgg_a0(deploy):
    layers, c = [], 3
    for o, n in ((48, 1), (48, 2), (96, 4), (192, 14), (1280, 1)):
        for i in range(n):
            s = 2 if i == 0 else 1
            if deploy:
                layers.append(nn.Conv2d(c, o, 3, s, 1))
            else:
                branches = [cb(c, o, 3, s), cb(c, o, 1, s)]
                layers.append(Sum(*branches, *([nn.BatchNorm2d(o)] if s == 1 and c == o else [])))
            c = o
    return nn.Sequential(*layers, *top(c))


def tiny_yolo_v2():
    layers, c = [], 3
    for o in (16, 32, 64, 128, 256):
        layers += [cb(c, o), nn.MaxPool2d(2)]
        c = o
    return nn.Sequential(*layers, cb(256, 512), cb(512, 1024), cb(1024, 1024),
                         nn.Conv2d(1024, 125, 1))  # fmt: skip


class TinyYoloV3(nn.Module):
    def __init__(self):
        super().__init__()
        layers, c = [], 3
        for o in (16, 32, 64, 128):
            layers += [cb(c, o), nn.MaxPool2d(2)]
            c = o
        self.early = nn.Sequential(*layers, cb(128, 256))
        self.late = nn.Sequential(nn.MaxPool2d(2), cb(256, 512), cb(512, 1024), cb(1024, 256, 1))
        self.coarse = nn.Sequential(cb(256, 512), nn.Conv2d(512, 255, 1))
        self.up = nn.Sequential(cb(256, 128, 1), nn.Upsample(scale_factor=2))
        self.fine = nn.Sequential(cb(384, 256), nn.Conv2d(256, 255, 1))

    def forward(self, x):
        early = self.early(x)
        late = self.late(early)
        return self.coarse(late), self.fine(torch.cat([self.up(late), early], 1))


def measure(net, size):
    total = 0

    def hook(module, _, out):
        nonlocal total
        if isinstance(module, nn.Conv2d):
            total += out.shape[2] * out.shape[3] * module.weight.numel()
        else:
            total += math.prod(out.shape[1:-1]) * module.weight.numel()

    for module in net.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            module.register_forward_hook(hook)
    net.eval()(torch.empty(1, 3, size, size))
    if isinstance(net, ViT):
        total += 2 * net.depth * net.n**2 * net.dim
    return sum(p.numel() for p in net.parameters()), total


def main():
    nets = {
        "alexnet": alexnet(), "vgg16": vgg16(), "resnet18": resnet((2, 2, 2, 2), wide=False),
        "resnet50": resnet((3, 4, 6, 3)), "resnet50_v1": resnet((3, 4, 6, 3), late=False),
        "resnext50_32x4d": resnet((3, 4, 6, 3), groups=32, base=4),
        "mobilenet_v3_large": mobilenet_v3_large(), "efficientnet_b0": efficientnet_b0(),
        "shufflenet_v1_g3": shufflenet_v1_g3(), "shufflenet_v2": shufflenet_v2(),
        "squeezenet1_0": squeezenet(96, 7, (2, 6)), "squeezenet1_1": squeezenet(64, 3, (1, 3)),
        "xception": xception(), "repvgg_a0": repvgg_a0(True),
        "repvgg_a0_train": repvgg_a0(False), "tiny_yolo_v2": tiny_yolo_v2(),
        "tiny_yolo_v3": TinyYoloV3(),
    }  # fmt: skip
    sizes = {"xception": (299, 256), "tiny_yolo_v2": (416, 320), "tiny_yolo_v3": (416, 320)}
    cases = []
    for name, net in nets.items():
        for size in sizes.get(name, (224, 163)):
            params, macs = measure(net, size)
            cases.append(answer({"network": name, "resolution": size},
                                {"params": params, "macs": macs, "size_mb_fp32": params * 4e-6},
                                "torch modules on the meta device"))  # fmt: skip
    for size in (224, 384):
        params, macs = measure(ViT(size), size)
        cases.append(answer({"network": "vit_b_16", "resolution": size},
                            {"params": params, "macs": macs}, "torch modules"))  # fmt: skip
    for width, size in ((1.0, 224), (0.75, 192), (0.5, 160), (0.25, 128), (1.4, 96)):
        for name, build in (("mobilenet_v1", mobilenet_v1), ("mobilenet_v2", mobilenet_v2)):
            params, macs = measure(build(width), size)
            cases.append(answer({"network": name, "width": width, "resolution": size},
                                {"params": params, "macs": macs}, "torch modules"))  # fmt: skip
    cases += [refusal(network="vit_b_16", resolution=225), refusal(network="vgg16", resolution=16),
              refusal(network="lenet"), refusal(network="vgg16", width=0.5),
              refusal(network="tiny_yolo_v3", resolution=400)]  # fmt: skip
    write("model-cost-zoo", cases)


if __name__ == "__main__":
    main()
