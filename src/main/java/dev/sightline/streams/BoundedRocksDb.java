package dev.sightline.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Lets all stores of this process share one bounded cache, which their write buffers count against. RocksDB's own
 * defaults are some 100 MB for each store of each partition.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    static final String STORE_BYTES = "sightline.store.bytes";

    private static final long DEFAULT_BYTES = 64L << 20;
    private static final Map<Long, Shared> SHARED = new ConcurrentHashMap<>();

    private record Shared(Cache cache, WriteBufferManager writes) {
        static Shared of(long bytes) {
            var cache = new LRUCache(bytes);
            return new Shared(cache, new WriteBufferManager(bytes / 2, cache));
        }
    }

    static {
        RocksDB.loadLibrary();
    }

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        var bytes = configs.get(STORE_BYTES) instanceof Long configured ? configured : DEFAULT_BYTES;
        var shared = SHARED.computeIfAbsent(bytes, Shared::of);
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(shared.cache);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(shared.writes);
        options.setWriteBufferSize(bytes / 8);
        options.setMaxWriteBufferNumber(2);
    }

    // cache and manager live as long as the process: other stores still use them
    @Override
    public void close(String store, Options options) {}
}
