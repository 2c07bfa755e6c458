# SPDX-License-Identifier: Apache-2.0
"""A key a head, one tile a picture, Llama 3's tokenizer, several end tokens."""
import other_tokenizers
import toks
from questions import EXIF, FULL, PROMPTS, SPECIALS  # noqa: F401

FAMILIES = {
    "llava": dict(
        kind="llava", tok=other_tokenizers.llama3, template=toks.LLAVA15, inline=False, hidden=64, ffn=96,
        heads=4, kv=4, v_hidden=64, v_layers=3, v_heads=2, image=56, patch=14, tie=True, layer=-1,
        strategy="full", nimg=17, qk=1.0, pos=True, keep=True, emb=.3,
    ),
    "smolvlm": dict(
        kind="smolvlm", tok=lambda corpus, vocab: toks.smol(corpus, vocab, 6),
        template=toks.SMOLVLM, inline=False, type="idefics3",
        hidden=48, ffn=96, heads=6, kv=3, head_dim=8, v_hidden=32, v_heads=4, image=56, patch=14, scale=2,
        split=False, tiles=3, qk=1.0, tie=True, pos=False, keep=True, emb=.3, eos_extra="<|im_end|>",
    ),
    "vit-gpt2": dict(
        kind="ved", tok=other_tokenizers.prefixed, template=None, hidden=80, heads=5, v_hidden=48, v_heads=3,
        image=48, patch=12, tie=True, emb=.3, branch=True, old_key=True, int_size=True, mean=[.485, .456, .406],
        std=[.229, .224, .225], resample=3,
    ),
    "qwen2-vl": dict(
        kind="qwen2vl", tok=toks.qwen2vl, template=toks.QWEN2VL, inline=False, hidden=64, ffn=144, heads=2, kv=2,
        v_hidden=64, v_heads=2, patch=12, mrope=[8, 4, 4], maxtok=12, qk=1.0, tie=True, keep=True, emb=.3,
        eos_extra="<|endoftext|>",
    ),
}
