"""Writes resize.json: SHA-256 of what Pillow's Image.resize makes of a picture of pseudo-random bytes.
usage: python resize_goldens.py > resize.json      (Pillow 13)"""
import hashlib, json
import numpy as np
from PIL import Image

SIZES = [(1, 1), (7, 5), (64, 48), (100, 150), (150, 100), (257, 63), (60, 60)]
TARGETS = [(1, 1), (3, 9), (64, 64), (84, 112), (256, 256), (60, 17), (33, 60), (150, 101)]


def picture(width, height):
    """Bytes of a linear congruential generator."""
    state, out = width * 31 + height, bytearray()
    for _ in range(width * height * 3):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(state >> 16 & 0xFF)
    return Image.fromarray(np.frombuffer(bytes(out), np.uint8).reshape(height, width, 3))


rows = []
for size in SIZES:
    source = picture(*size)
    for target in TARGETS:
        for resample in range(6):
            resized = source.resize(target, resample)
            rows.append({"from": size, "to": target, "resample": resample, "sha256": hashlib.sha256(resized.tobytes()).hexdigest()})
print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")
