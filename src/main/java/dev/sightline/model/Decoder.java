package dev.sightline.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.sightline.model.graph.BatchPartners;
import dev.sightline.model.runtime.CacheMemory;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.HostMemory;
import org.jspecify.annotations.Nullable;

/**
 * The language model: new tokens and the keys and values of earlier ones to logits, by one lane a thread.
 *
 * <p>Whoever opened it closes it, after its lanes' last run.
 */
public final class Decoder implements AutoCloseable {
    private final OrtSession session;
    private @Nullable OrtSession share; // the same network, with a share of the threads
    private final DecoderSignature signature;
    private final DecoderOrigin origin;
    private final @Nullable TokenEmbedding embedding;
    private final int vocabulary;
    private final CacheForm form;
    private final BatchPartners partners;
    private final @Nullable DeviceAllocator deviceMemory;
    private final CacheMemory.Source memory;

    Decoder(OrtSession session, DecoderOrigin origin, CacheForm.Chosen chosen) throws OrtException {
        this.session = session;
        this.origin = origin;
        this.form = chosen.form();
        this.partners = chosen.partners();
        this.signature = DecoderSignature.of(origin.file(), session.getInputInfo(), session.getOutputInfo());
        long[] shape = ((TensorInfo) session.getOutputInfo().get("logits").getInfo()).getShape();
        this.vocabulary = Math.toIntExact(shape[shape.length - 1]);
        this.embedding = origin.embedding();
        this.deviceMemory = origin.device() == Device.CUDA ? new DeviceAllocator(session, origin.device()) : null;
        this.memory = deviceMemory == null ? HostMemory::new : deviceMemory;
    }

    /** Gives it the same network a second time, to compute beside others. */
    void share(OrtSession second) {
        share = second;
    }

    /** Whether it can compute on a share of the cores. */
    public boolean shares() {
        return share != null;
    }

    /** How it keeps keys and values, and why so. */
    public CacheForm cacheForm() {
        return form;
    }

    /** Whether texts of several requests may share a run, and why so. */
    public BatchPartners batchPartners() {
        return partners;
    }

    /** What its graph declares. */
    DecoderSignature signature() {
        return signature;
    }

    /** E, numbers of a state that it attends to across; 0 where it does not. */
    int encoderWidth() {
        return signature.encoderWidth();
    }

    /** How many words it scores, V. */
    public int vocabulary() {
        return vocabulary;
    }

    /** Bytes of keys and values a token. */
    public long bytesPerToken() {
        return signature.bytesPerToken();
    }

    /** Whether texts may begin while others grow, each in a slot of its own. */
    public boolean inPlace() {
        return form.inPlace();
    }

    /** Whether prompts of unequal lengths can be read in one run: the graph must take their mask and positions. */
    public boolean ragged() {
        return inPlace() || (signature.takes("attention_mask") && signature.takes("position_ids"));
    }

    /** Memory for so many texts of so many tokens; the caller closes it before this decoder. */
    public KeyValueCache allocate(int slots, int tokens) {
        return allocate(memory, slots, tokens);
    }

    KeyValueCache allocate(CacheMemory.Source source, int slots, int tokens) {
        return inPlace()
                ? new SlotCache(signature, source, slots, tokens)
                : new CohortCache(signature, source, slots, tokens);
    }

    /** What allocates caches where a session of this decoder computes; the caller closes it before this decoder. */
    DeviceAllocator allocator(Device device) {
        return new DeviceAllocator(session, device);
    }

    /** A way through the network for one thread; several may be taken, each by a thread of its own. */
    public DecoderLane lane() {
        return new DecoderLane(this);
    }

    /** The network as it computes on every core, or on its share where it has one. */
    OrtSession session(boolean everyCore) {
        return everyCore || share == null ? session : share;
    }

    /** What turns ids to vectors; null where the network does so itself. */
    @Nullable
    TokenEmbedding embedding() {
        return embedding;
    }

    @Override
    public void close() {
        if (embedding != null && origin.closes()) {
            embedding.close();
        }
        if (deviceMemory != null) {
            deviceMemory.close();
        }
        try {
            session.close();
            if (share != null) {
                share.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("The decoder cannot be closed: " + e.getMessage(), e);
        }
    }
}
