package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys and values of the tokens so far, for writing during evaluation; it grows by concatenation. */
public final class DecoderCache {
    private final List<Layer> layers;

    /** Empty, for so many layers. */
    public DecoderCache(int layers) {
        this.layers = Stream.generate(Layer::new).limit(layers).toList();
    }

    Layer layer(int index) {
        return layers.get(index);
    }

    /** Keeps what the caller's manager would close, by moving it to a manager that lives longer. */
    public void attach(NDManager manager) {
        layers.forEach(layer -> layer.attach(manager));
    }

    /** One layer's keys and values, both [B, K, so far, size]. */
    public static final class Layer {
        Layer() {}

        private @Nullable NDArray key;
        private @Nullable NDArray value;

        NDArray appendKey(NDArray fresh) {
            key = append(key, fresh);
            return key;
        }

        NDArray appendValue(NDArray fresh) {
            value = append(value, fresh);
            return value;
        }

        private static NDArray append(@Nullable NDArray sofar, NDArray fresh) {
            if (sofar == null) {
                return fresh;
            }
            NDArray longer = sofar.concat(fresh, 2);
            sofar.close();
            return longer;
        }

        private void attach(NDManager manager) {
            if (key != null && value != null) {
                key.attach(manager);
                value.attach(manager);
            }
        }
    }
}
