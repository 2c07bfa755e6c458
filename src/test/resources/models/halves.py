"""Writes halves.csv: the bits of floats and of the nearest halves by numpy, numbers beyond the largest half cut to it.

usage: python halves.py > halves.csv
"""
import numpy as np

random = np.random.default_rng(3)
floats = np.concatenate([
    np.array([0, -0.0, 1, -1, 0.1, 1 / 3, 65503, 65504, 65519, 65520, 1e5, -1e9, 3.4028235e38, -3.4028235e38, np.inf, -np.inf,
              6.1e-5, 6.097555e-5, 6.104e-5, 5.96e-8, 2.98e-8, 2.981e-8, 1e-8, 1e-30, 1e-45, 8.94e-8, -1.49e-7]),
    random.standard_normal(200) * 10.0 ** random.integers(-9, 6, 200),
    np.float16(random.standard_normal(60)) + 2.0 ** -12,  # ties and near ties
]).astype(np.float32)
cut = np.where(np.isinf(floats), floats, np.clip(floats, -65504, 65504))
for single, half in zip(floats.view(np.uint32), cut.astype(np.float16).view(np.uint16)):
    print(f"{single:08x},{half:04x}")
