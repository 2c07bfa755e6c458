package dev.sightline.preprocess;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One scan's blocks, read for their length alone; every method says whether the bits were there and made sense. */
final class JpegScan {
    private final boolean progressive;
    private final int first;
    private final int last;
    private final boolean refines;
    private final JpegBits bits;
    private final List<@Nullable JpegHuffman> dc = new ArrayList<>();
    private final List<@Nullable JpegHuffman> ac = new ArrayList<>();
    private int endOfBandRun;

    /**
     * Begins a scan.
     *
     * @param first    the first coefficient in zigzag order
     * @param last     the last one
     * @param previous how many low bits the scan before left out; 0 where this is the first scan of its coefficients
     */
    JpegScan(boolean progressive, int first, int last, int previous, JpegBits bits) {
        this.progressive = progressive;
        this.first = progressive ? first : 0;
        this.last = progressive ? last : 63;
        this.refines = progressive && previous > 0;
        this.bits = bits;
    }

    void add(@Nullable JpegHuffman dcTable, @Nullable JpegHuffman acTable) {
        dc.add(dcTable);
        ac.add(acTable);
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    boolean restart() {
        endOfBandRun = 0;
        return bits.restart();
    }

    /**
     * Reads a block.
     *
     * @param member  the component's place in the scan
     * @param nonzero of each block of a progressive picture, the coefficients that are not zero by now
     * @param block   which block
     */
    boolean block(int member, long @Nullable [] nonzero, int block) {
        if (!progressive || nonzero == null) {
            return dcDifference(dc.get(member)) && sequential(ac.get(member));
        }
        if (first == 0) {
            return refines ? bits.read(1) >= 0 : dcDifference(dc.get(member));
        }
        var table = ac.get(member);
        if (table == null) {
            return false;
        }
        return refines ? refine(table, nonzero, block) : spectral(table, nonzero, block);
    }

    private boolean dcDifference(@Nullable JpegHuffman table) {
        int size = table == null ? -1 : table.decode(bits);
        return size >= 0 && size <= 16 && bits.read(size) >= 0;
    }

    private boolean sequential(@Nullable JpegHuffman table) {
        if (table == null) {
            return false;
        }
        for (int k = 1; k <= last; k++) {
            int symbol = table.decode(bits);
            int size = symbol & 0xf;
            if (symbol < 0 || bits.read(size) < 0) {
                return false;
            }
            if (size == 0 && symbol >> 4 != 15) {
                return true;
            }
            k += symbol >> 4;
        }
        return true;
    }

    private boolean spectral(JpegHuffman table, long[] nonzero, int block) {
        if (endOfBandRun > 0) {
            endOfBandRun--;
            return true;
        }
        for (int k = first; k <= last; k++) {
            int symbol = table.decode(bits);
            int run = symbol >> 4;
            int size = symbol & 0xf;
            if (symbol < 0) {
                return false;
            }
            if (size == 0 && run != 15) {
                return endOfBand(run);
            }
            if (bits.read(size) < 0) {
                return false;
            }
            k += run;
            if (size > 0 && k <= last) {
                nonzero[block] |= 1L << k;
            }
        }
        return true;
    }

    private boolean endOfBand(int run) {
        int more = bits.read(run);
        endOfBandRun = (1 << run) + more - 1;
        return more >= 0;
    }

    private boolean refine(JpegHuffman table, long[] nonzero, int block) {
        int k = first;
        while (endOfBandRun == 0 && k <= last) {
            int symbol = table.decode(bits);
            int run = symbol >> 4;
            int size = symbol & 0xf;
            if (symbol < 0) {
                return false;
            }
            if (size == 0 && run != 15) {
                if (!endOfBand(run)) {
                    return false;
                }
                endOfBandRun++; // this block is one of the run
                break;
            }
            if (size > 0 && bits.read(1) < 0) {
                return false;
            }
            k = skipZeros(nonzero[block], k, run);
            if (k < 0) {
                return false;
            }
            if (size > 0 && k <= last) {
                nonzero[block] |= 1L << k;
            }
            k++;
        }
        return endOfBandRun == 0 || correctRest(nonzero[block], k);
    }

    /** The coefficient behind so many that are zero; each that is not has a correction bit. -1 where bits end. */
    private int skipZeros(long nonzero, int from, int run) {
        int zeros = run;
        int k = from;
        for (; k <= last; k++) {
            if ((nonzero >>> k & 1) != 0) {
                if (bits.read(1) < 0) {
                    return -1;
                }
            } else if (zeros-- == 0) {
                return k;
            }
        }
        return k;
    }

    private boolean correctRest(long nonzero, int from) {
        endOfBandRun--;
        int corrections = Long.bitCount(from > last ? 0 : nonzero & (-1L << from) & (-1L >>> (63 - last)));
        for (int i = 0; i < corrections; i++) {
            if (bits.read(1) < 0) {
                return false;
            }
        }
        return true;
    }
}
