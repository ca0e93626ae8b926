"""Oracles for focal-loss, softmax-sigmoid, ce-vs-mse and distillation: torch with autograd."""

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write

torch.set_default_dtype(torch.float64)
RNG = np.random.default_rng(5)


def focal(z, target, gamma, alpha):
    """Focal loss as torchvision composes it, from BCE with logits."""
    y = torch.tensor(float(target))
    ce = F.binary_cross_entropy_with_logits(z, y, reduction="none")
    p_t = torch.exp(-ce)
    loss = ce * (1 - p_t) ** gamma
    return loss if alpha is None else loss * (alpha if target else 1 - alpha)


def focal_loss():
    cases = []
    for _ in range(10):
        target, gamma = int(RNG.integers(0, 2)), round(RNG.uniform(0, 5), 2)
        alpha = None if RNG.uniform() < 0.4 else round(RNG.uniform(), 2)
        z = torch.tensor(round(RNG.normal() * 3, 2), requires_grad=True)
        loss = focal(z, target, gamma, alpha)
        loss.backward()
        common = {"target": target, "gamma": gamma, "alpha": alpha}
        cases.append(answer({"logit": z, **common}, {"focal_loss": loss, "grad": z.grad},
                            "BCE with logits and autograd"))  # fmt: skip
        p = round(RNG.uniform(0.01, 0.99), 3)
        z = torch.logit(torch.tensor(p))
        p_t = p if target else 1 - p
        cases.append(answer({"p": p, **common},
                            {"pt": p_t, "modulating_factor": (1 - p_t) ** gamma,
                             "cross_entropy": -np.log(p_t), "focal_loss": focal(z, **common)},
                            "closed form; BCE with logits"))  # fmt: skip
    cases.append(
        answer(
            {"logit": -50.0, "target": 1, "gamma": 2.0, "alpha": None},
            {"focal_loss": 50.0, "grad": -1.0},
            "p_t = 2e-22: the loss is −z",
        )
    )
    cases.append(answer({"logit": -1000.0, "target": 0, "gamma": 2.0},
                        {"focal_loss": 0.0, "grad": 0.0}, "certain and right"))  # fmt: skip
    cases += [refusal(p=0, target=1), refusal(p=1, target=0), refusal(p=1.2), refusal(gamma=-1),
              refusal(target=2), refusal(p=0.5, logit=1), refusal(alpha=1.5)]  # fmt: skip
    write("focal-loss", cases)


def softmax_sigmoid():
    cases = []
    rows = [RNG.normal(size=n).round(3) * s for n, s in ((1, 1), (2, 1), (3, 5), (5, 2), (8, 300))]
    for row in [*rows, np.array([1000.0, 999, -1000]), np.array([-1000.0, -1000])]:
        for t in (1.0, round(float(RNG.uniform(0.2, 8)), 2)):
            z = torch.tensor(row) / t
            log_p = F.log_softmax(z, 0)
            entropy = torch.special.entr(torch.exp(log_p)).sum()
            cases.append(answer({"logits": row, "temperature": t},
                                {"softmax": F.softmax(z, 0), "log_softmax": log_p,
                                 "logsumexp": torch.logsumexp(z, 0), "sigmoid": torch.sigmoid(z),
                                 "entropy": entropy}, "torch"))  # fmt: skip
    cases += [refusal(temperature=0), refusal(logits=[]), refusal(logits=[float("inf")]),
              refusal(logits="high")]  # fmt: skip
    write("softmax-sigmoid", cases)


def ce_vs_mse():
    cases = []
    for value in (-30.0, -8.0, -4.0, -1.3, 0.0, 0.7, 2.5, 9.0, 30.0):
        for target in (0, 1):
            y, outputs = torch.tensor(float(target)), {}
            for name, loss in (("ce", F.binary_cross_entropy_with_logits),
                               ("mse", lambda z, y: (torch.sigmoid(z) - y) ** 2)):  # fmt: skip
                z = torch.tensor(value, requires_grad=True)
                result = loss(z, y)
                result.backward()
                outputs |= {name: result, f"grad_{name}": z.grad}
            outputs["p"] = torch.sigmoid(torch.tensor(value))
            cases.append(answer({"logit": value, "target": target}, outputs, "autograd", 1e-9))
    cases.append(answer({"logit": -1000.0, "target": 1}, {"ce": 1000.0, "grad_ce": -1.0}, "limit"))
    cases += [refusal(target=0.5), refusal(logit="x"), refusal(logit=1e9)]
    write("ce-vs-mse", cases)


def distillation():
    cases = []
    for n in (2, 3, 4, 6, 10):
        for t, alpha in ((1.0, 0.5), (round(float(RNG.uniform(1, 20)), 1), 0.7), (4.0, 1.0)):
            teacher = RNG.normal(0, 3, n).round(2)
            student = torch.tensor(RNG.normal(0, 3, n).round(2), requires_grad=True)
            target = int(RNG.integers(0, n))
            soft = F.softmax(torch.tensor(teacher) / t, 0)
            kd = F.kl_div(F.log_softmax(student / t, 0), soft, reduction="sum") * t * t
            hard = F.cross_entropy(student[None], torch.tensor([target]))
            total = alpha * kd + (1 - alpha) * hard
            total.backward()
            params = {"teacher_logits": teacher, "student_logits": student.detach().clone()}
            params |= {"alpha": alpha, "temperature": t, "target": target}
            outputs = {"teacher_soft": soft, "student_soft": F.softmax(student / t, 0)}
            outputs |= {"kd_loss": kd, "hard_loss": hard, "total_loss": total}
            outputs |= {"grad": student.grad, "teacher_entropy": torch.special.entr(soft).sum()}
            cases.append(answer(params, outputs, "F.kl_div·T², F.cross_entropy, autograd"))
    cases += [refusal(teacher_logits=[1, 2]), refusal(target=4), refusal(temperature=0),
              refusal(alpha=2)]  # fmt: skip
    write("distillation", cases)


if __name__ == "__main__":
    focal_loss()
    softmax_sigmoid()
    ce_vs_mse()
    distillation()
