package dev.sightline.train.export;

/** One linear map of a graph, in whatever number format. */
interface Projection {
    /** Adds x Wᵀ for the input; the constants are named after the projection. */
    String apply(OnnxGraph graph, String input, String name);

    /** As 32-bit floats. */
    static Projection fullPrecision(Matrix weight) {
        return (graph, input, name) -> {
            Matrix turned = weight.transposed();
            String constant = graph.floats(name + ".weight", turned.values(), turned.rows(), turned.columns());
            return graph.node("MatMul", input, constant);
        };
    }
}
