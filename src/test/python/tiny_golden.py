"""Losses and gradients of both stages on a tiny configuration, by PyTorch's and transformers' own modules.

Writes src/test/resources/train/tiny-golden.safetensors: the inputs, the weights under the trainer's names, and for each
stage its loss and every gradient. Conversations are run one by one, each with its own image, so that packing several
behind a shared prefix is checked too.

    pip install torch==2.7.1 transformers==4.57.1 safetensors
    python src/test/python/tiny_golden.py
"""

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

IMAGE = 3  # the id that stands for an image token
GRID, CHANNELS, WIDTH, HEADS, DEPTH, MLP = 4, 12, 8, 2, 2, 16
WORD, VOCABULARY, LAYERS, RANK, ALPHA = 16, 40, 2, 2, 4.0
TEXT_LENGTH, SPACE, PROJECTOR = 7, 6, 20

torch.manual_seed(20)
golden = {}


def block():
    """A pre-norm transformer block of torch's own making."""
    return torch.nn.TransformerEncoderLayer(WIDTH, HEADS, MLP, 0.0, F.gelu, batch_first=True, norm_first=True)


def tower(inputs, length, name):
    """(modules, our names → tensors)"""
    parts = torch.nn.ModuleDict(
        {
            "inp": torch.nn.Linear(inputs, WIDTH),
            "blocks": torch.nn.ModuleList(block() for _ in range(DEPTH)),
            "ln": torch.nn.LayerNorm(WIDTH),
        }
    )
    position = torch.nn.Parameter(torch.randn(length, WIDTH) * 0.3)
    named = {f"{name}.inp.weight": parts["inp"].weight, f"{name}.inp.bias": parts["inp"].bias, f"{name}.pos": position}
    for i, b in enumerate(parts["blocks"]):
        own = {
            "n1.weight": b.norm1.weight, "n1.bias": b.norm1.bias,
            "a.qkv.weight": b.self_attn.in_proj_weight, "a.qkv.bias": b.self_attn.in_proj_bias,
            "a.o.weight": b.self_attn.out_proj.weight, "a.o.bias": b.self_attn.out_proj.bias,
            "n2.weight": b.norm2.weight, "n2.bias": b.norm2.bias,
            "f1.weight": b.linear1.weight, "f1.bias": b.linear1.bias,
            "f2.weight": b.linear2.weight, "f2.bias": b.linear2.bias,
        }  # fmt: skip
        named |= {f"{name}.blocks.{i}.{k}": v for k, v in own.items()}
    named |= {f"{name}.ln.weight": parts["ln"].weight, f"{name}.ln.bias": parts["ln"].bias}
    for tensor in named.values():  # torch starts biases at zero and norms at one: nothing would be told apart
        torch.nn.init.normal_(tensor, std=0.4)
    return parts, position, named


def run_tower(parts, position, x, padding=None):
    x = parts["inp"](x) + position[: x.shape[1]]
    for b in parts["blocks"]:
        x = b(x, src_key_padding_mask=padding)
    return parts["ln"](x)


def record(stage, loss, named):
    learning = {k: v for k, v in named.items() if v.requires_grad}
    for (name, _), gradient in zip(learning.items(), torch.autograd.grad(loss, list(learning.values()))):
        golden[f"{stage}.gradient.{name}"] = gradient.contiguous()
    golden[f"{stage}.loss"] = loss.detach().reshape(1)


vision, vision_position, vision_named = tower(CHANNELS, GRID * GRID, "vision")
text, text_position, text_named = tower(WORD, TEXT_LENGTH, "text")
image_space = torch.nn.Linear(WIDTH, SPACE, bias=False)
text_space = torch.nn.Linear(WIDTH, SPACE, bias=False)
log_scale = torch.nn.Parameter(torch.tensor([math.log(1 / 0.07)]))

llama = LlamaForCausalLM(
    LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=WORD, intermediate_size=24, num_hidden_layers=LAYERS,
        num_attention_heads=4, num_key_value_heads=2, rms_norm_eps=1e-5, rope_theta=10000.0,
        tie_word_embeddings=True, attn_implementation="eager",
    )
)  # fmt: skip
for name, p in llama.named_parameters():
    torch.nn.init.normal_(p, mean=1.0 if "norm" in name else 0.0, std=0.3)
    p.requires_grad_(False)
words = llama.model.embed_tokens.weight

# ---- stage 1: five pairs, captions of unlike length
pictures = torch.randn(5, GRID * GRID, CHANNELS)
lengths = [3, 7, 1, 5, 4]
captions = torch.randint(4, VOCABULARY, (5, TEXT_LENGTH))
valid = torch.tensor([[float(t < n) for t in range(TEXT_LENGTH)] for n in lengths])
seen = run_tower(vision, vision_position, pictures).mean(1)
read = run_tower(text, text_position, F.embedding(captions, words) * 8, padding=valid == 0)
read = torch.stack([row[:n].mean(0) for row, n in zip(read, lengths)])
v, t = F.normalize(image_space(seen), dim=-1), F.normalize(text_space(read), dim=-1)
similarity = log_scale.exp() * v @ t.T
pairs = torch.arange(5)
record(
    "align",
    (F.cross_entropy(similarity, pairs) + F.cross_entropy(similarity.T, pairs)) / 2,
    vision_named | text_named
    | {"space.image.weight": image_space.weight, "space.text.weight": text_space.weight, "space.logScale": log_scale},
)  # fmt: skip
golden |= {"pictures": pictures, "captions": captions.float(), "valid": valid}

# ---- stage 2: two images, five conversations, one of two turns, one with the instruction before the image
first, second = torch.nn.Linear(4 * WIDTH, PROJECTOR), torch.nn.Linear(PROJECTOR, WORD)
gain = torch.nn.Parameter(torch.rand(WORD))
image = [IMAGE] * 4
conversations = [  # image, ids, marks of the answers
    (0, [1, *image, 9, 5, 11, 12, 13, 2, 8], [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0]),
    (0, [1, *image, 9, 5, 11, 14, 2, 8], [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0]),
    (0, [1, *image, 20, 5, 15, 2, 8, 21, 5, 16, 2], [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1]),
    (1, [1, 30, 31, *image, 5, 17, 18, 2], [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]),
    (1, [1, *image, 9, 5, 33, 2], [0, 0, 0, 0, 0, 0, 0, 1, 1]),
]
lora = {}
for i, layer in enumerate(llama.model.layers):
    attention, mlp = layer.self_attn, layer.mlp
    fused = {
        "qkv": [attention.q_proj, attention.k_proj, attention.v_proj], "o": [attention.o_proj],
        "gu": [mlp.gate_proj, mlp.up_proj], "dn": [mlp.down_proj],
    }  # fmt: skip
    for name, linears in fused.items():
        outputs = sum(x.out_features for x in linears)
        a = torch.nn.Parameter(torch.randn(RANK, linears[0].in_features) * 0.3)
        b = torch.nn.Parameter(torch.randn(outputs, RANK) * 0.3)
        lora[f"lora.layers.{i}.{name}.A"], lora[f"lora.layers.{i}.{name}.Bm"] = a, b
        golden_weight = torch.cat([x.weight for x in linears])
        golden[f"llm.layers.{i}.{name}"] = golden_weight.clone()
        merged = (golden_weight + b @ a * (ALPHA / RANK)).split([x.out_features for x in linears])
        for linear, weight in zip(linears, merged):
            del linear.weight
            linear.weight = weight


def image_tokens(x):
    x = run_tower(vision, vision_position, x)
    squares = x.unflatten(1, (GRID, GRID)).unfold(1, 2, 2).unfold(2, 2, 2)  # [B, 2, 2, D, row, column]
    x = squares.permute(0, 1, 2, 4, 5, 3).flatten(3).flatten(1, 2)
    return F.rms_norm(second(F.gelu(first(x))), (WORD,), gain, 1e-6)


bridge = image_tokens(pictures[:2])
loss, count = 0.0, 0
for which, ids, marks in conversations:
    ids = torch.tensor(ids)
    embedded = F.embedding(ids, words).clone()
    embedded[ids == IMAGE] = bridge[which]
    labels = torch.where(torch.tensor(marks) == 1, ids, -100)
    logits = llama(inputs_embeds=embedded[None]).logits[0]
    loss = loss + F.cross_entropy(logits[:-1], labels[1:], ignore_index=-100, reduction="sum")
    count += sum(marks)
projector = {
    "vision.p1.weight": first.weight, "vision.p1.bias": first.bias,
    "vision.p2.weight": second.weight, "vision.p2.bias": second.bias, "vision.gain": gain,
}  # fmt: skip
record("generate", loss / count, vision_named | projector | lora)

# ---- what the trainer loads: its own names, and the language model under Hugging Face's
everything = vision_named | text_named | projector | lora
everything |= {"space.image.weight": image_space.weight, "space.text.weight": text_space.weight, "space.logScale": log_scale}
golden |= everything
for i, layer in enumerate(llama.model.layers):
    q, k, v = golden.pop(f"llm.layers.{i}.qkv").split([16, 8, 8])
    gate, up = golden.pop(f"llm.layers.{i}.gu").split([24, 24])
    golden |= {
        f"model.layers.{i}.self_attn.q_proj.weight": q, f"model.layers.{i}.self_attn.k_proj.weight": k,
        f"model.layers.{i}.self_attn.v_proj.weight": v,
        f"model.layers.{i}.self_attn.o_proj.weight": golden.pop(f"llm.layers.{i}.o"),
        f"model.layers.{i}.mlp.gate_proj.weight": gate, f"model.layers.{i}.mlp.up_proj.weight": up,
        f"model.layers.{i}.mlp.down_proj.weight": golden.pop(f"llm.layers.{i}.dn"),
        f"model.layers.{i}.input_layernorm.weight": layer.input_layernorm.weight,
        f"model.layers.{i}.post_attention_layernorm.weight": layer.post_attention_layernorm.weight,
    }  # fmt: skip
golden |= {"model.embed_tokens.weight": words, "model.norm.weight": llama.model.norm.weight}

target = Path(__file__).parent.parent / "resources/train/tiny-golden.safetensors"
target.parent.mkdir(parents=True, exist_ok=True)
save_file({k: v.detach().clone().contiguous() for k, v in golden.items()}, target)
print(target, target.stat().st_size, "bytes; losses", golden["align.loss"].item(), golden["generate.loss"].item())
