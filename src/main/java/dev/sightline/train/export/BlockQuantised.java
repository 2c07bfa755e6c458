package dev.sightline.train.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Map;

/**
 * A matrix in blocks of 32 columns, each with a scale and a zero point: what {@code MatMulNBits} multiplies by.
 *
 * <pre>value = (q − zero) · scale,  0 ≤ q &lt; 2^bits</pre>
 */
final class BlockQuantised implements Projection {
    static final int BLOCK = 32;

    private final int rows;
    private final int columns;
    private final int bits;
    private final byte[] quantised; // [rows, columns], one a byte
    private final float[] scales; // [rows, columns / 32], each a half's value
    private final byte[] zeros; // [rows, columns / 32]

    BlockQuantised(int rows, int columns, int bits, byte[] quantised, float[] scales, byte[] zeros) {
        if (columns % BLOCK != 0) {
            throw new IllegalArgumentException(columns + " columns are no whole blocks of " + BLOCK);
        }
        this.rows = rows;
        this.columns = columns;
        this.bits = bits;
        this.quantised = quantised;
        this.scales = scales;
        this.zeros = zeros;
    }

    /** To the nearest, block by block. */
    static BlockQuantised nearest(Matrix weight, int bits) {
        int columns = weight.columns();
        int blocks = columns / BLOCK;
        byte[] quantised = new byte[weight.values().length];
        float[] scales = new float[weight.rows() * blocks];
        byte[] zeros = new byte[scales.length];
        for (int block = 0; block < scales.length; block++) {
            int at = block * BLOCK;
            BlockScale scale = BlockScale.of(weight.values(), at, bits);
            scales[block] = scale.scale();
            zeros[block] = (byte) scale.zero();
            for (int i = 0; i < BLOCK; i++) {
                quantised[at + i] = (byte) scale.quantise(weight.values()[at + i]);
            }
        }
        return new BlockQuantised(weight.rows(), columns, bits, quantised, scales, zeros);
    }

    /** The matrix that it stands for. */
    Matrix restored() {
        float[] values = new float[quantised.length];
        for (int i = 0; i < values.length; i++) {
            int block = i / BLOCK;
            values[i] = ((quantised[i] & 0xff) - (zeros[block] & 0xff)) * scales[block];
        }
        return new Matrix(rows, columns, values);
    }

    @Override
    public String apply(OnnxGraph graph, String input, String name) {
        int blocks = columns / BLOCK;
        String weight = graph.constant(
                name + ".weight_q" + bits,
                DataType.UINT8,
                packed(quantised, quantised.length),
                rows,
                blocks,
                BLOCK * bits / 8);
        String scale = graph.halves(name + ".scales", scales, scales.length);
        byte[] packedZeros = packed(zeros, blocks);
        String zero = graph.constant(name + ".zero_points", DataType.UINT8, packedZeros, packedZeros.length);
        return graph.nodeTo(
                name + ".out",
                "MatMulNBits",
                OnnxGraph.MICROSOFT,
                List.of(input, weight, scale, zero),
                Map.of(
                        "K", (long) columns,
                        "N", (long) rows,
                        "bits", (long) bits,
                        "block_size", (long) BLOCK,
                        "accuracy_level", 4L));
    }

    /** Two to a byte where they have 4 bits, the first in the low half; a row begins with a whole byte. */
    private byte[] packed(byte[] values, int rowLength) {
        if (bits == 8) {
            return values;
        }
        int rowBytes = (rowLength + 1) / 2;
        byte[] packed = new byte[values.length / rowLength * rowBytes];
        for (int i = 0; i < values.length; i++) {
            int row = i / rowLength;
            int within = i % rowLength;
            packed[row * rowBytes + within / 2] |= (byte) (values[i] << (4 * (within % 2)));
        }
        return packed;
    }
}
