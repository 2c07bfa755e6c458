# SPDX-License-Identifier: Apache-2.0
"""Eight heads a key, many small tiles, large pictures, nothing tied."""
import other_tokenizers
import toks
from questions import EXIF, FULL, PROMPTS, SPECIALS  # noqa: F401

FAMILIES = {
    "llava": dict(
        kind="llava", tok=toks.llama_spm, template=toks.LLAVA15, inline=False, hidden=64, ffn=96, heads=8, kv=1,
        v_hidden=40, v_layers=3, v_heads=5, image=98, patch=14, tie=False, layer=-2, strategy="default", nimg=49,
        qk=1.0, pos=False, keep=False, emb=.3,
    ),
    "smolvlm": dict(
        kind="smolvlm", tok=lambda corpus, vocab: toks.smol(corpus, vocab, 6),
        template=toks.SMOLVLM, inline=False, type="smolvlm",
        hidden=64, ffn=96, heads=4, kv=1, head_dim=32, v_hidden=48, v_heads=3, image=32, patch=8, scale=4,
        split=True, tiles=5, qk=1.0, tie=False, pos=False, keep=True, eos_extra="<|im_end|>",
    ),
    "vit-gpt2": dict(
        kind="ved", tok=other_tokenizers.prefixed, template=None, hidden=80, heads=5, v_hidden=48, v_heads=3,
        image=48, patch=12, tie=False, emb=.3, branch=True, old_key=True, int_size=True, mean=[.485, .456, .406],
        std=[.229, .224, .225], resample=1,
    ),
    "qwen2-vl": dict(
        kind="qwen2vl", tok=toks.qwen2vl, template=toks.QWEN2VL, inline=False, hidden=64, ffn=144, heads=4, kv=4,
        v_hidden=32, v_heads=1, patch=16, mrope=[4, 2, 2], maxtok=30, qk=1.0, tie=False, keep=True,
        eos_extra="<|endoftext|>",
    ),
}
