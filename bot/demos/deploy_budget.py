"""A deployment budget: size, download, and the roofline's verdict on speed.

    size = params · bits / 8     compute time = 2 MACs / peak     memory time = size / bandwidth

The slower of the two bounds the latency. The intensity (FLOPs per byte of weights) against the
ridge point peak / bandwidth says which. MB is 10⁶ bytes; a link of 8 Mbit/s carries 1 MB/s. FPS is
1000 / mean latency, not the mean of the single rates.

Source: Williams, Waterman and Patterson, "Roofline", CACM 52(4), 2009.
"""

import numpy as np

from bot.demos._charts import Bars, Lines
from bot.demos._curves import curve, over_steps
from bot.demos._fields import selector
from bot.demos._params import Array, Float, Int
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

BOUNDS = Text("内存带宽", "memory"), Text("计算", "compute")


def run_budget(
    params_m: float,
    bits: int,
    macs_m: float,
    download_mbps: float,
    peak_gflops: float,
    bandwidth_gbs: float,
) -> Result:
    """Size, times and the bound of one model on one device, batch 1."""
    size_mb = params_m * bits / 8
    compute_ms, memory_ms = 2 * macs_m / peak_gflops, size_mb / bandwidth_gbs
    latency_ms, intensity = max(compute_ms, memory_ms), 2 * macs_m / size_mb
    ridge = peak_gflops / bandwidth_gbs
    bound = BOUNDS[intensity >= ridge]
    values = {
        "size_mb": size_mb,
        "download_s": 8 * size_mb / download_mbps,
        "compute_ms": compute_ms,
        "memory_ms": memory_ms,
        "latency_ms": latency_ms,
        "fps": 1000 / latency_ms,
        "intensity": intensity,
        "ridge_point": ridge,
        "bound": bound.en,
    }
    insight = Text(
        f"受{bound.zh}限制：{latency_ms:.3g} ms，{1000 / latency_ms:.3g} FPS；"
        "量化先省的是带宽和体积",
        f"Bound by {bound.en}: {latency_ms:.3g} ms, {1000 / latency_ms:.3g} FPS; "
        "quantization first saves bandwidth and size",
    )
    formula = (
        rf"t=\max\left(\frac{{2\cdot{macs_m:g}}}{{{peak_gflops:g}}},"
        rf"\frac{{{size_mb:.4g}}}{{{bandwidth_gbs:g}}}\right)={latency_ms:.4g}\,\mathrm{{ms}}"
    )
    charts = _roofline(intensity, peak_gflops, bandwidth_gbs), _times(compute_ms, memory_ms)
    return Result(values, insight, charts, formula)


def run_fps(op: str, latencies_ms: np.ndarray) -> Result:
    """Mean, median and 95th percentile of measured latencies, and the frame rate."""
    mean = float(latencies_ms.mean())
    median, p95 = (float(np.percentile(latencies_ms, q)) for q in (50, 95))
    values = {"mean_ms": mean, "median_ms": median, "p95_ms": p95, "fps": 1000 / mean}
    naive = float((1000 / latencies_ms).mean())
    insight = Text(
        f"FPS = 1000/平均延迟 = {1000 / mean:.4g}，不是各帧速率的平均 {naive:.4g}",
        f"FPS = 1000 / mean latency = {1000 / mean:.4g}, not the mean rate {naive:.4g}",
    )
    lines = (
        over_steps(Text("延迟", "latency"), latencies_ms),
        over_steps(Text("平均", "mean"), np.full(len(latencies_ms), mean), "second", dashed=True),
        over_steps(
            Text("95 分位", "95th percentile"), np.full(len(latencies_ms), p95), "bad", True
        ),
    )
    title, axes = Text("逐帧延迟", "Latency per frame"), (Text("帧", "frame"), Text("毫秒", "ms"))
    formula = rf"\mathrm{{FPS}}=1000/{mean:.4g}={1000 / mean:.4g}"
    return Result(values, insight, (Lines(title, *axes, lines),), formula)


def _times(compute_ms: float, memory_ms: float) -> Bars:
    return Bars(
        Text("两种时间", "Both times"),
        Text("瓶颈", "bottleneck"),
        Text("时间(ms)", "time (ms)"),
        (Text("计算", "compute"), Text("读权重", "reading weights")),
        ((compute_ms, memory_ms),),
    )


def _roofline(intensity: float, peak: float, bandwidth: float) -> Lines:
    """Attainable speed against intensity, with the model's dot."""
    ridge = peak / bandwidth
    low, high = np.log10(np.array([min(ridge, intensity) / 10, max(ridge, intensity) * 10]))
    grid = np.logspace(low, high, 60)
    at = np.array([intensity])
    lines = (
        curve(Text("屋顶", "roof"), grid, np.minimum(peak, grid * bandwidth), "muted"),
        curve(Text("模型", "model"), at, np.minimum(peak, at * bandwidth), points=True),
    )
    rules = ((ridge, Text("拐点", "ridge point")),)
    axes = Text("计算强度(FLOPs/字节)", "intensity (FLOPs/byte)"), Text("GFLOPS", "GFLOPS")
    title = Text("屋顶线", "Roofline")
    return Lines(title, *axes, lines, log_x=True, log_y=True, rules_x=rules)


def _amount(
    name: str, zh: str, en: str, default: float, top: float, unit: str, *cues: str
) -> Float:
    return Float(
        name,
        Text(zh, en),
        default,
        0,
        1e12,
        (top / 1000, top),
        top / 1000,
        unit,
        above=True,
        cues=cues,
    )


PARAMS = (
    _amount("params_m", "参数量", "parameters", 25.557, 200, "M", "参数量", "parameters"),
    Int("bits", Text("每个权重的位数", "bits per weight"), 32, 1, 64, slider=(1, 32), unit="bit"),
    _amount("macs_m", "乘加次数", "MACs", 4089, 20_000, "M"),
    _amount("download_mbps", "下载速度", "download speed", 10, 1000, "Mbit/s"),
    _amount("peak_gflops", "峰值算力", "peak compute", 10_000, 100_000, "GFLOPS"),
    _amount("bandwidth_gbs", "内存带宽", "memory bandwidth", 100, 2000, "GB/s"),
)
LATENCIES = Array(
    "latencies_ms", Text("各帧延迟", "latencies"), [20, 21, 19, 22, 20, 60], low=1e-6, high=1e9
)
DEMO = Demo(
    title=Text("部署预算：体积·带宽·帧率", "Deployment budget: size, link, FPS"),
    topics=(
        "model-deployment",
        "roofline-model",
        "model-size",
        "inference-speed",
        "model-compression",
        "why-compress",
        "mobile-app-framework",
    ),
    group="compression",
    modes=(
        Mode(run_budget, PARAMS, Text("预算", "budget")),
        Mode(
            run_fps,
            (selector("op", "fps"), LATENCIES),
            Text("帧率", "frame rate"),
        ),
    ),
    source="Williams, Waterman and Patterson, Roofline, CACM 52(4), 2009",
    asks=(
        Text("为什么 FLOPs 少的网络不一定快？", "Why is a network of few FLOPs not always fast?"),
    ),
    presets=(
        Preset(Text("ResNet-50", "ResNet-50"), {"params_m": 25.557, "macs_m": 4089}, "torchvision"),
        Preset(
            Text("MobileNetV2", "MobileNetV2"), {"params_m": 3.505, "macs_m": 300.8}, "torchvision"
        ),
        Preset(Text("VGG16", "VGG16"), {"params_m": 138.358, "macs_m": 15_470}, "torchvision"),
        Preset(Text("int8", "int8"), {"bits": 8}),
    ),
    examples=(Example({"params_m": 25, "bits": 8}, {"size_mb": 25.0}, "closed form"),),
)
