#!/usr/bin/env python3
"""Stage 2's step by Python's PyTorch: what `sightline bench train` runs beside its own, from the same weights and examples.

usage: torch_train.py FOLDER fp32|bf16     (needs torch, numpy and safetensors)

Reads FOLDER/weights.safetensors and FOLDER/bench.json, then a line "STEP FACTOR" at a time from stdin; each is one update
with the passes of FOLDER/step-STEP.safetensors, told as {"step", "loss", "seconds"}. With bf16 the language model runs
under torch.autocast, its frozen weights kept in bf16, but for what this trainer too keeps in 32 bits: the first layers, and
queries, keys and their scores in all.
"""
import json
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

folder, half = Path(sys.argv[1]), sys.argv[2] == "bf16"
setup = json.loads((folder / "bench.json").read_text())
weights = load_file(folder / "weights.safetensors")
LEARNS = ("vision.", "lora.")
EXACT = setup["exactLayers"] if half else setup["layers"]
exact = [f"llm.layers.{i}." for i in range(EXACT)]
for name, value in weights.items():
    if name.startswith(LEARNS):
        value.requires_grad_()
    elif half and value.dim() > 1 and not name.startswith(tuple(exact)) and not name.endswith("qkv"):
        weights[name] = value.bfloat16()
learning = {name: value for name, value in weights.items() if value.requires_grad}
decaying = [v for n, v in learning.items() if n.startswith("vision.") and v.dim() > 1]
others = [v for n, v in learning.items() if not (n.startswith("vision.") and v.dim() > 1)]
optimiser = torch.optim.AdamW(
    [{"params": decaying, "weight_decay": setup["decay"]}, {"params": others, "weight_decay": 0.0}],
    lr=setup["rate"], betas=(0.9, 0.98), eps=1e-8)
HEADS, KEYS, SIZE, LAYERS = (setup[k] for k in ("heads", "keyHeads", "headSize", "layers"))
SCALE, GRID, VISION_HEADS, DEPTH = (setup[k] for k in ("loraScale", "grid", "visionHeads", "visionDepth"))


def linear(x, name):
    return F.linear(x, weights[name + ".weight"], weights[name + ".bias"])


def norm(x, name):
    return F.layer_norm(x, x.shape[-1:], weights[name + ".weight"], weights[name + ".bias"])


def rms(x, weight, epsilon):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + epsilon) * weight


def tower(patches):
    x = linear(patches, "vision.inp") + weights["vision.pos"]
    b, n, d = x.shape
    for i in range(DEPTH):
        block = f"vision.blocks.{i}."
        q, k, v = linear(norm(x, block + "n1"), block + "a.qkv").view(b, n, 3, VISION_HEADS, -1).permute(2, 0, 3, 1, 4)
        x = x + linear(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, n, d), block + "a.o")
        x = x + linear(F.gelu(linear(norm(x, block + "n2"), block + "f1")), block + "f2")
    return norm(x, "vision.ln")


def project(x):
    b, _, d = x.shape
    half_grid = GRID // 2
    x = x.view(b, half_grid, 2, half_grid, 2, d).transpose(2, 3).reshape(b, half_grid * half_grid, 4 * d)
    return rms(linear(F.gelu(linear(x, "vision.p1")), "vision.p2"), weights["vision.gain"], 1e-6)


def adapted(x, name):
    low = F.linear(F.linear(x, weights["lora." + name + ".A"]) * SCALE, weights["lora." + name + ".Bm"])
    return F.linear(x, weights["llm." + name]) + low


def rotated(x, cosine, sine):
    low, high = x.chunk(2, -1)
    return torch.cat((low * cosine - high * sine, high * cosine + low * sine), -1)


def exactly():
    return torch.autocast("cpu", enabled=False)


def attention(y, cosine, sine, mask):
    b, n, _ = y.shape
    y = y.view(b, n, HEADS + 2 * KEYS, SIZE).transpose(1, 2)
    q, k, v = y.split((HEADS, KEYS, KEYS), 1)
    q, k = rotated(q, cosine, sine), rotated(k, cosine, sine)
    if setup["attention"] == "sdpa":
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, enable_gqa=True)
    else:
        with exactly():
            scores = (q * SIZE**-0.5).reshape(b, KEYS, -1, SIZE) @ k.transpose(2, 3)
        out = (scores.view(b, HEADS, n, n) + mask).softmax(-1).view(b, KEYS, -1, n) @ v
        out = out.view(b, HEADS, n, SIZE)
    return out.transpose(1, 2).reshape(b, n, HEADS * SIZE)


def decoder(x, positions, mask):
    angle = positions[:, None, :, None] * setup["theta"] ** (-torch.arange(0, SIZE, 2) / SIZE)
    cosine, sine = angle.cos(), angle.sin()
    for i in range(LAYERS):
        name = f"layers.{i}."
        with torch.autocast("cpu", torch.bfloat16, enabled=i >= EXACT):
            with exactly():
                y = adapted(rms(x, weights[f"llm.{name}n1"], 1e-5), name + "qkv")
            x = x + adapted(attention(y, cosine, sine, mask), name + "o")
            gate, up = adapted(rms(x, weights[f"llm.{name}n2"], 1e-5), name + "gu").chunk(2, -1)
            x = x + adapted(F.silu(gate) * up, name + "dn")
    return rms(x, weights["llm.norm"], 1e-5)


def loss(batch):
    image_tokens = project(tower(batch["patches"]))
    words = F.embedding(batch["ids"].long(), weights["llm.embed"]).float()
    width = words.shape[-1]
    x = F.embedding(batch["rows"].long(), torch.cat((words.view(-1, width), image_tokens.reshape(-1, width))))
    hidden = decoder(x, batch["positions"], batch["mask"]).view(-1, width)[batch["sources"].long()]
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        logits = F.linear(hidden, weights["llm.embed"])
    return F.cross_entropy(logits.float(), batch["targets"].long(), reduction="sum")


def step(passes, factor):
    start = time.perf_counter()
    optimiser.zero_grad(set_to_none=False)
    count = sum(len(batch["targets"]) for batch in passes)
    total = 0.0
    for batch in passes:
        part = loss(batch) / count
        part.backward()
        total += part.item()
    torch.nn.utils.clip_grad_norm_(learning.values(), setup["clip"])
    for group in optimiser.param_groups:
        group["lr"] = setup["rate"] * factor
    optimiser.step()
    return total, time.perf_counter() - start


def passes(number):
    arrays, batches = load_file(folder / f"step-{number}.safetensors"), {}
    for name, value in arrays.items():
        index, key = name.split(".")
        batches.setdefault(int(index), {})[key] = value
    return [batches[i] for i in sorted(batches)]


print(json.dumps({"ready": torch.__version__}), flush=True)
for line in sys.stdin:
    number, factor = line.split()
    total, seconds = step(passes(number), float(factor))
    print(json.dumps({"step": int(number), "loss": total, "seconds": seconds}), flush=True)
