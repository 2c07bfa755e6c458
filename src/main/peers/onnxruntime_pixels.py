#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The greedy ids of a plain loop over onnxruntime that is given another program's pixel values instead of images.

usage: onnxruntime_pixels.py KIT_PEERS MODEL_DIR PIXELS --prompt TEXT --max-new-tokens N [--dtype q4] [--threads T]

KIT_PEERS is the folder of python_ort_caption.py; PIXELS is a .npy of floats [N, 3, H, W]. Prints a JSON line a picture, each run alone.
"""
import argparse
import json
import sys

import numpy as np


def main():
    options = argparse.ArgumentParser()
    options.add_argument("kit")
    options.add_argument("model")
    options.add_argument("pixels")
    options.add_argument("--prompt", required=True)
    options.add_argument("--max-new-tokens", type=int, required=True)
    options.add_argument("--dtype", default="q4")
    options.add_argument("--threads", type=int, default=2)
    given = options.parse_args()
    sys.path.insert(0, given.kit)
    from PIL import Image
    from python_ort_caption import Runner, load_processor

    processor, _, _ = load_processor(given.model)
    content = [{"type": "image"}, {"type": "text", "text": given.prompt}]
    text = processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)
    inputs = processor(images=[[Image.new("RGB", (64, 64))]], text=[text], return_tensors="np")
    runner = Runner(given.model, given.threads, suffix="" if given.dtype == "fp32" else "_" + given.dtype)
    for pixels in np.load(given.pixels, mmap_mode="r"):
        ids, times = runner.generate({"pixel_values": pixels[None]}, inputs["input_ids"], inputs["attention_mask"], given.max_new_tokens)
        print(json.dumps({"ids": ids[0], "ms": times}), flush=True)


if __name__ == "__main__":
    main()
