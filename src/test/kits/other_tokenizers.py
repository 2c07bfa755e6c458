# SPDX-License-Identifier: Apache-2.0
"""Tokenizers in shapes that the generator's own kit has none of."""
import toks
from tokenizers import Regex, pre_tokenizers, processors

LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def llama3(corpus, vocab):
    """Llama 3: byte-level BPE behind a split by regex, special tokens last, BOS by the post-processor."""
    split = pre_tokenizers.Split(Regex(LLAMA3), behavior="isolated", invert=False)
    pre = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t = toks.bytelevel(corpus, vocab, [], ["<s>", "</s>", "<unk>", "<image>", "<pad>"], pre)
    bos = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", t.token_to_id("<s>"))])
    t.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), bos])
    return t, dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>", image_token="<image>",
                   padding_side="left", add_bos_token=True, add_eos_token=False)


def prefixed(corpus, vocab):
    """GPT-2's with a space before the text and its special token last."""
    t = toks.bytelevel(corpus, vocab, [], ["<|endoftext|>"], pre_tokenizers.ByteLevel(add_prefix_space=True))
    end = "<|endoftext|>"
    return t, dict(bos_token=end, eos_token=end, unk_token=end, pad_token=end, padding_side="right")
