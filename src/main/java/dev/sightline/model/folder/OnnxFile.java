package dev.sightline.model.folder;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Reads an ONNX file without its weights: each one of some size becomes a reference to where its bytes lie, in this file or
 * beside it.
 *
 * <p>So a model of gigabytes is read into a heap of megabytes, and a session maps the weights from the very same file.
 */
public final class OnnxFile {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int TENSOR_RAW_DATA = 9;

    private final Path file;
    private final CodedInputStream in;

    private OnnxFile(Path file, InputStream in) {
        this.file = file;
        this.in = CodedInputStream.newInstance(in);
        this.in.setSizeLimit(Integer.MAX_VALUE);
    }

    /**
     * Reads a file.
     *
     * @throws ModelRefusedException if it is no ONNX model
     */
    public static ModelProto read(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ModelProto model = new OnnxFile(absolute, in).model();
            if (model.getGraph().getOutputCount() == 0) {
                throw new ModelRefusedException(file + " is no ONNX model: its graph has no outputs");
            }
            return model;
        } catch (IOException e) {
            throw new ModelRefusedException(file + " is no ONNX model, or not all of one: " + e.getMessage(), e);
        }
    }

    /**
     * The files beside it in which it keeps weights.
     *
     * @throws ModelRefusedException if it is no ONNX model, or one of them is missing
     */
    static NavigableSet<Path> externalData(Path file) {
        NavigableSet<Path> data = new TreeSet<>();
        for (TensorProto weight : read(file).getGraph().getInitializerList()) {
            WeightStorage.file(weight).ifPresent(data::add);
        }
        data.remove(file.toAbsolutePath().normalize());
        return data;
    }

    private ModelProto model() throws IOException {
        GraphProto.Builder graph = GraphProto.newBuilder();
        ByteString rest = allBut(MODEL_GRAPH, () -> within(() -> graph.mergeFrom(graph())));
        return ModelProto.parseFrom(rest).toBuilder().setGraph(graph).build();
    }

    private GraphProto graph() throws IOException {
        List<TensorProto> weights = new ArrayList<>();
        ByteString rest = allBut(GRAPH_INITIALIZER, () -> within(() -> weights.add(weight())));
        return GraphProto.parseFrom(rest).toBuilder().addAllInitializer(weights).build();
    }

    private TensorProto weight() throws IOException {
        TensorProto.Builder data = TensorProto.newBuilder();
        ByteString rest = allBut(TENSOR_RAW_DATA, () -> {
            int length = in.readRawVarint32();
            if (length < WeightStorage.LEAST_BYTES) {
                data.setRawData(ByteString.copyFrom(in.readRawBytes(length)));
            } else {
                data.mergeFrom(WeightStorage.reference(file, in.getTotalBytesRead(), length));
                in.skipRawBytes(length);
            }
        });
        TensorProto weight = TensorProto.parseFrom(rest);
        if (weight.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return WeightStorage.fromRoot(file, weight);
        }
        return weight.toBuilder().mergeFrom(data.build()).build();
    }

    private interface Reading {
        void run() throws IOException;
    }

    /** Hands each field of a number to a reader; the others' bytes come back as they are. */
    private ByteString allBut(int field, Reading reading) throws IOException {
        UnknownFieldSet.Builder others = UnknownFieldSet.newBuilder();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == field) {
                reading.run();
            } else {
                others.mergeFieldFrom(tag, in);
            }
        }
        return others.build().toByteString();
    }

    private void within(Reading reading) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        reading.run();
        in.popLimit(limit);
    }
}
