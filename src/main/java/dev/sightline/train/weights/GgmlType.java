package dev.sightline.train.weights;

import dev.sightline.model.graph.HalfFloat;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The storage types of GGUF that we read, each in blocks of like layout (ggml's {@code ggml-common.h}). */
enum GgmlType {
    F32(0, 1, 4) {
        @Override
        void dequantise(ByteBuffer block, float[] out, int at) {
            out[at] = block.getFloat();
        }
    },
    F16(1, 1, 2) {
        @Override
        void dequantise(ByteBuffer block, float[] out, int at) {
            out[at] = HalfFloat.toFloat(block.getShort());
        }
    },
    /** 32 values as scale and nibbles about 8: the low ones are elements 0 to 15, the high ones 16 to 31. */
    Q4_0(2, 32, 18) {
        @Override
        void dequantise(ByteBuffer block, float[] out, int at) {
            float scale = HalfFloat.toFloat(block.getShort());
            for (int i = 0; i < 16; i++) {
                int packed = block.get() & 0xff;
                out[at + i] = ((packed & 15) - 8) * scale;
                out[at + 16 + i] = ((packed >>> 4) - 8) * scale;
            }
        }
    },
    /** 32 values as scale, minimum and nibbles: the low ones are elements 0 to 15, the high ones 16 to 31. */
    Q4_1(3, 32, 20) {
        @Override
        void dequantise(ByteBuffer block, float[] out, int at) {
            float scale = HalfFloat.toFloat(block.getShort());
            float minimum = HalfFloat.toFloat(block.getShort());
            for (int i = 0; i < 16; i++) {
                int packed = block.get() & 0xff;
                out[at + i] = (packed & 15) * scale + minimum;
                out[at + 16 + i] = (packed >>> 4) * scale + minimum;
            }
        }
    },
    /** The upper halves of 32-bit floats. */
    BF16(30, 1, 2) {
        @Override
        void dequantise(ByteBuffer block, float[] out, int at) {
            out[at] = Float.intBitsToFloat(block.getShort() << 16);
        }
    },
    /** 32 signed bytes under one scale. */
    Q8_0(8, 32, 34) {
        @Override
        void dequantise(ByteBuffer block, float[] out, int at) {
            float scale = HalfFloat.toFloat(block.getShort());
            for (int i = 0; i < 32; i++) {
                out[at + i] = block.get() * scale;
            }
        }
    };

    private final int code;
    private final int blockElements;
    private final int blockBytes;

    GgmlType(int code, int blockElements, int blockBytes) {
        this.code = code;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    static GgmlType of(int code) {
        for (GgmlType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "GGUF tensor type " + code + " is not read; known: " + Arrays.toString(values()));
    }

    int bytes(int elements) {
        if (elements % blockElements != 0) {
            throw new IllegalArgumentException(elements + " elements are no whole blocks of " + this);
        }
        return elements / blockElements * blockBytes;
    }

    float[] dequantise(ByteBuffer data, int elements) {
        float[] out = new float[elements];
        for (int at = 0; at < elements; at += blockElements) {
            dequantise(data, out, at);
        }
        return out;
    }

    abstract void dequantise(ByteBuffer block, float[] out, int at);
}
