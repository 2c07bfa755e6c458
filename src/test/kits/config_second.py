# SPDX-License-Identifier: Apache-2.0
"""Keys shared by three heads and by all, head sizes of their own, inputs left out, tied embeddings."""
import toks
from questions import EXIF, FULL, PROMPTS, SPECIALS  # noqa: F401

FAMILIES = {
    "llava": dict(
        kind="llava", tok=toks.llama_spm, template=toks.LLAVA15, inline=True, hidden=96, ffn=128, heads=6, kv=2,
        v_hidden=48, v_layers=4, v_heads=3, image=70, patch=14, tie=True, layer=-1, strategy="full", nimg=26,
        qk=1.0, pos=False, keep=True, emb=.3,
    ),
    "smolvlm": dict(
        kind="smolvlm", tok=lambda corpus, vocab: toks.smol(corpus, vocab, 6),
        template=toks.SMOLVLM, inline=False, type="idefics3",
        hidden=64, ffn=96, heads=8, kv=1, head_dim=24, v_hidden=32, v_heads=2, image=48, patch=6, scale=4,
        split=True, tiles=3, qk=1.0, tie=True, pos=False, keep=True, emb=.3, eos_extra="<|im_end|>",
    ),
    "vit-gpt2": dict(
        kind="ved", tok=toks.gpt2, template=None, hidden=48, heads=3, v_hidden=96, v_heads=6, image=56, patch=8,
        tie=True, emb=.3, branch=False, old_key=True, int_size=True, mean=[.485, .456, .406],
        std=[.229, .224, .225], resample=3,
    ),
    "qwen2-vl": dict(
        kind="qwen2vl", tok=toks.qwen2vl, template=toks.QWEN2VL, inline=False, hidden=96, ffn=144, heads=3, kv=1,
        v_hidden=48, v_heads=3, patch=10, mrope=[4, 6, 6], maxtok=24, qk=1.0, tie=True, keep=True, emb=.3,
        eos_extra="<|endoftext|>",
    ),
}
