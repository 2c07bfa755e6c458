package dev.sightline.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Which operators an ONNX file's graph uses; weights are skipped, not read. */
final class GraphOperators {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int NODE_OPERATOR = 4;

    private GraphOperators() {}

    /**
     * The names of the operators.
     *
     * @throws ModelRefusedException if the file is no ONNX model
     */
    static Set<String> of(Path file) {
        Set<String> operators = new HashSet<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            CodedInputStream model = CodedInputStream.newInstance(in);
            model.setSizeLimit(Integer.MAX_VALUE);
            each(
                    model,
                    MODEL_GRAPH,
                    () -> each(
                            model,
                            GRAPH_NODE,
                            () -> each(model, NODE_OPERATOR, () -> {
                                operators.add(new String(
                                        model.readRawBytes(model.getBytesUntilLimit()), StandardCharsets.UTF_8));
                            })));
            return operators;
        } catch (IOException e) {
            throw new ModelRefusedException(file + " is no ONNX model", e);
        }
    }

    private interface Reading {
        void run() throws IOException;
    }

    /** Reads each field of a number, its bytes as the limit. */
    private static void each(CodedInputStream in, int field, Reading reading) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == field) {
                int limit = in.pushLimit(in.readRawVarint32());
                reading.run();
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
    }
}
