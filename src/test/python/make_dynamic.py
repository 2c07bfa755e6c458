"""The tiny model's decoder in 8 bits by onnxruntime's quantize_dynamic, whose rows depend on each other in a batch.

Writes src/test/resources/models/llava/onnx/decoder_model_merged_quantized.onnx.

    pip install onnx onnxruntime==1.29.0
    python src/test/python/make_dynamic.py
"""

from pathlib import Path

from onnxruntime.quantization import QuantType, quantize_dynamic

folder = Path(__file__).parent.parent / "resources/models/llava/onnx"
quantize_dynamic(
    folder / "decoder_model_merged.onnx",
    folder / "decoder_model_merged_quantized.onnx",
    per_channel=True,
    weight_type=QuantType.QUInt8,
)
