"""What a transformer costs: parameters, quadratic attention and the key-value cache.

    per layer     projections 4nd²      attention 2n²d      feed-forward 2nd·d_ff      (MACs)
    cache         2 · layers · heads · head_dim · n · batch · bytes

Attention outweighs the rest only past n = 2d + d_ff, 6d for the usual d_ff = 4d, whatever the
number of heads. Embeddings are tied with the output. Source: Vaswani et al., 2017, table 1.
"""

import numpy as np

from bot.demos._charts import Bars, Lines
from bot.demos._curves import curve
from bot.demos._fields import PARAMETERS, selector, short
from bot.demos._params import Choice, Flag, Int, Param, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.transformers import crossover, layer_macs, layer_params, model_params
from bot.text import Text


def run_layer(op: str, d_model: int, heads: int, d_ff: int, seq_len: int) -> Result:
    """Parameters and multiply-accumulates of one encoder layer."""
    if d_model % heads:
        raise refuse(f"宽度不能被 {heads} 个头整除", f"the width is not divisible by {heads} heads")
    projection, attention, ffn = layer_macs(seq_len, d_model, d_ff)
    limit = crossover(d_model, d_ff)
    values = {
        "params": layer_params(d_model, d_ff),
        "projection_macs": projection,
        "attention_macs": attention,
        "ffn_macs": ffn,
        "crossover_seq_len": limit,
    }
    share = attention / (projection + attention + ffn)
    insight = Text(
        f"n={seq_len:,} 时注意力占 {share:.1%}，超过 {limit:,}(={limit / d_model:.3g}d)才由它主导",
        f"At n={seq_len:,} attention is {share:.1%}; n²d against nd²: it dominates only past "
        f"{limit:,} (= {limit / d_model:.3g}d)",
    )
    formula = rf"2n^2d=4nd^2+2nd\,d_{{ff}}\Rightarrow n=2\cdot{d_model}+{d_ff}={limit}"
    return Result(values, insight, (_against_length(d_model, d_ff, seq_len, limit),), formula)


def run_model(
    op: str,
    preset: str,
    vocab: int,
    positions: int,
    segments: int,
    d_model: int,
    layers: int,
    d_ff: int,
    pooler: bool,
) -> Result:
    """Parameters of a whole model."""
    params = model_params(vocab, positions, segments, d_model, layers, d_ff, pooler)
    embedding = (vocab + positions + segments) * d_model
    blocks = layers * layer_params(d_model, d_ff)
    insight = Text(
        f"{preset} 共 {params:,} 个参数，其中嵌入占 {embedding / params:.1%}",
        f"{preset} has {params:,} parameters, {embedding / params:.1%} of them embeddings",
    )
    names = Text("嵌入", "embeddings"), Text("层", "layers"), Text("其余", "rest")
    parts = (embedding, blocks, params - embedding - blocks)
    bars = Bars(Text("参数分布", "Parameters"), Text("部分", "part"), PARAMETERS, names, (parts,))
    formula = rf"{layers}\,(4d^2+2d\,d_{{ff}}+\dots)+({vocab}+{positions}+{segments})d={params}"
    return Result({"params": params}, insight, (bars,), formula)


def run_cache(
    op: str, layers: int, heads: int, head_dim: int, seq_len: int, batch: int, bytes: int
) -> Result:
    """Bytes of the cached keys and values."""
    size = 2 * layers * heads * head_dim * seq_len * batch * bytes
    insight = Text(
        f"KV 缓存 {short(size)}B，随长度线性增长；减少 K/V 头数(GQA、MQA)可等比缩小",
        f"The cache takes {short(size)}B, linear in the length and in the key-value heads (GQA)",
    )
    lengths = np.linspace(1, seq_len, 50)
    line = curve(Text("KV 缓存", "cache"), lengths, size / seq_len * lengths / 1e6)
    axes = Text("序列长度", "length"), Text("大小(MB)", "size (MB)")
    chart = Lines(Text("KV 缓存与长度", "Cache against length"), *axes, (line,))
    formula = rf"2\cdot{layers}\cdot{heads}\cdot{head_dim}\cdot{seq_len}\cdot{batch}={size}"
    return Result({"kv_cache_bytes": size}, insight, (chart,), formula)


def _against_length(d: int, d_ff: int, n: int, limit: int) -> Lines:
    lengths = np.unique(np.geomspace(16, 4 * max(n, limit), 80).round().astype(int))
    costs = np.array([layer_macs(int(length), d, d_ff) for length in lengths], dtype=float).T
    names = Text("投影", "projections"), Text("注意力", "attention"), Text("前馈", "feed-forward")
    roles = "second", "main", "third"
    lines = tuple(curve(a, lengths, b, c) for a, b, c in zip(names, costs, roles, strict=True))
    rules = ((n, Text("当前", "current")), (limit, Text("相等", "crossover")))
    title = Text("每层乘加与长度", "MACs per layer against length")
    axes = Text("序列长度 n", "sequence length n"), Text("乘加次数", "MACs")
    return Lines(title, *axes, lines, log_x=True, log_y=True, rules_x=rules)


def _count(name: str, zh: str, en: str, default: int, top: int, low: int = 1) -> Int:
    return Int(name, Text(zh, en), default, low, 10**9, (low, top))


D_MODEL = Int("d_model", Text("宽度 d", "width d"), 768, 1, 10**6, (64, 8192), cues=("d_model",))
D_FF = _count("d_ff", "前馈宽度", "feed-forward width", 3072, 32_768)
SEQ_LEN = _count("seq_len", "序列长度", "sequence length", 512, 65_536)


_TITLES = {"bert_base": "BERT-base", "gpt2": "GPT-2"}


def _model(preset: str, vocab: int, positions: int, segments: int, pooler: bool) -> Mode:
    params: tuple[Param, ...] = (
        selector("op", "model"),
        Choice("preset", Text("模型", "model"), preset, (preset,)),
        _count("vocab", "词表", "vocabulary", vocab, 200_000),
        _count("positions", "位置数", "positions", positions, 8192, 0),
        _count("segments", "句段数", "segments", segments, 4, 0),
        D_MODEL,
        _count("layers", "层数", "layers", 12, 96, 0),
        D_FF,
        Flag("pooler", Text("池化层", "pooler"), pooler),
    )
    return Mode(run_model, params, Text(_TITLES[preset], _TITLES[preset]))


CACHE = (
    selector("op", "kv_cache"),
    _count("layers", "层数", "layers", 12, 96),
    _count("heads", "K/V 头数", "key-value heads", 12, 128),
    _count("head_dim", "每头宽度", "width of a head", 64, 256),
    SEQ_LEN,
    _count("batch", "批大小", "batch", 1, 64),
    _count("bytes", "每数字节", "bytes", 2, 4),
)
LAYER = (selector("op", "layer"), D_MODEL, _count("heads", "头数", "heads", 12, 64), D_FF, SEQ_LEN)
DEMO = Demo(
    title=Text("Transformer 参数与复杂度", "Transformer parameters and complexity"),
    topics=("transformer", "attention-complexity", "parameter-count", "kv-cache"),
    group="attention",
    modes=(
        Mode(run_layer, LAYER, Text("一层", "layer")),
        _model("bert_base", 30_522, 512, 2, True),
        _model("gpt2", 50_257, 1024, 0, False),
        Mode(run_cache, CACHE, Text("KV 缓存", "cache")),
    ),
    source="Vaswani et al., 2017; Devlin et al., 2019; Radford et al., 2019",
    asks=(Text("自注意力的复杂度是多少？", "What is the complexity of self-attention?"),),
    presets=(
        Preset(
            Text("原始 Transformer", "the first Transformer"),
            {"d_model": 512, "heads": 8, "d_ff": 2048},
            "Vaswani et al., 2017, table 3",
        ),
        Preset(
            Text("Llama 2 7B 的缓存", "cache of Llama 2 7B"),
            {
                "op": "kv_cache",
                "layers": 32,
                "heads": 32,
                "head_dim": 128,
                "seq_len": 4096,
                "bytes": 2,
            },
            "Touvron et al., 2023",
        ),
    ),
    examples=(
        Example({"preset": "bert_base"}, {"params": 109_482_240}, "BERT-base checkpoint"),
        Example({"preset": "gpt2"}, {"params": 124_439_808}, "GPT-2 small checkpoint"),
    ),
)
