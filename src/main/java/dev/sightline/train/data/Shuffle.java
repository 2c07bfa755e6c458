package dev.sightline.train.data;

import java.util.SplittableRandom;

/** The order of examples, epoch by epoch, as a function of seed and position: a run that resumes sees what it would have. */
public final class Shuffle {
    private final int size;
    private final long seed;
    private long epoch = -1;
    private int[] order = new int[0];

    public Shuffle(int size, long seed) {
        if (size < 1) {
            throw new IllegalArgumentException("nothing to train on");
        }
        this.size = size;
        this.seed = seed;
    }

    /** The example at a position counted through all epochs. */
    public int at(long position) {
        long wanted = position / size;
        if (wanted != epoch) {
            order = permutation(new SplittableRandom(seed * 1_000_003 + wanted));
            epoch = wanted;
        }
        return order[(int) (position % size)];
    }

    /**
     * Where a step's batch begins if batches lie within epochs, so that no example comes twice in one.
     *
     * @param batch at most as many examples as there are; what remains of an epoch beyond whole batches is passed over
     */
    public long start(int step, int batch) {
        int inEpoch = size / batch;
        return (long) (step / inEpoch) * size + (long) (step % inEpoch) * batch;
    }

    private int[] permutation(SplittableRandom random) {
        int[] shuffled = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            shuffled[i] = shuffled[j];
            shuffled[j] = i;
        }
        return shuffled;
    }
}
