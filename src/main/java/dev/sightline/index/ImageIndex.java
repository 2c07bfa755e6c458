package dev.sightline.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * The images in one folder of Lucene's. One thread changes, refreshes and commits; any number search meanwhile.
 *
 * <pre>
 * apply ──▶ writer ──refresh──▶ searchable ──commit──▶ survives a crash, together with the positions read
 * </pre>
 */
public final class ImageIndex implements Closeable {
    private static final double WRITE_BUFFER_MEGABYTES = 64;

    private static final double SEGMENTS_A_TIER = 20;
    private static final double DELETED_PERCENT = 50;

    private final FSDirectory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final WrittenImages written;
    private final ExecutorService lookups =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
                var thread = new Thread(work, "sightline-index-lookup");
                thread.setDaemon(true);
                return thread;
            });
    private final CaptionAnalyzer captions = new CaptionAnalyzer();

    private ImageIndex(Path folder) throws IOException {
        directory = FSDirectory.open(folder);
        var completions = Map.<String, Analyzer>of(LuceneDocuments.COMPLETION, new CompletionAnalyzer());
        var config = new IndexWriterConfig(new PerFieldAnalyzerWrapper(captions, completions))
                .setCodec(new VectorCodec())
                .setMergePolicy(fewMerges())
                .setRAMBufferSizeMB(WRITE_BUFFER_MEGABYTES)
                .setCommitOnClose(false);
        try {
            writer = new IndexWriter(directory, config);
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(directory);
            throw e;
        }
        try {
            searchers = new SearcherManager(writer, null);
            written = new WrittenImages(searchers);
        } catch (IOException | RuntimeException e) { // else the folder would stay locked for good
            IOUtils.closeWhileHandlingException(writer, directory);
            throw e;
        }
    }

    /**
     * Opens the index in this folder, a new one where there is none.
     *
     * @throws IOException also where another process has it open
     */
    public static ImageIndex open(Path folder) throws IOException {
        return new ImageIndex(folder);
    }

    /** What the last commit had read. */
    public IndexPositions committed() {
        var data = new HashMap<String, String>();
        writer.getLiveCommitData().forEach(item -> data.put(item.getKey(), item.getValue()));
        return IndexPositions.of(data);
    }

    /** Whether nothing was ever committed here. */
    boolean isNew() {
        return !writer.getLiveCommitData().iterator().hasNext();
    }

    /** Takes one record's change; it is found after the next {@link #refresh()}. */
    public void apply(IndexChange change) throws IOException {
        var imageId = change.imageId();
        var before = written.of(imageId);
        var after = before.after(change);
        if (after.isUnknown()) {
            writer.deleteDocuments(LuceneDocuments.id(imageId));
        } else {
            writer.updateDocument(LuceneDocuments.id(imageId), LuceneDocuments.of(imageId, after));
        }
        written.put(imageId, after);
    }

    /** Lets searches see what was applied. */
    public void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    /** Makes what was applied survive a crash, and with it the positions up to which it came. */
    public void commit(IndexPositions positions) throws IOException {
        writer.setLiveCommitData(positions.toCommitData().entrySet());
        writer.commit();
    }

    /** Whether something applied has not been committed. */
    public boolean hasUncommittedChanges() {
        return writer.hasUncommittedChanges();
    }

    /** Answers the query from what the last refresh saw. */
    public SearchResults search(SearchQuery query) throws IOException {
        return searching(searcher -> new Search(searcher, new TaskExecutor(lookups), captions, query).answer());
    }

    /** Whether none of these words is looked for, as in {@code the}. */
    public boolean saysNothing(String words) {
        return new WordsParser(captions, null).every(words) instanceof MatchNoDocsQuery;
    }

    /** Words that images have and that continue the ones typed, most frequent first. */
    public List<String> suggest(String typed, int limit) throws IOException {
        return searching(searcher -> new Suggestions(searcher.getIndexReader()).continuing(typed, limit));
    }

    /** Where the image lies, if it is known. */
    public Optional<QueryVector> vectorOf(String imageId) throws IOException {
        return searching(searcher -> {
            var image = WrittenImages.lookUp(searcher, imageId);
            return Optional.ofNullable(image.embedding()).map(QueryVector::of);
        });
    }

    /** What can be found of the image. */
    public Optional<ImageEntry> entryOf(String imageId) throws IOException {
        return searching(searcher ->
                Optional.ofNullable(WrittenImages.lookUp(searcher, imageId).entry()));
    }

    /** How many images can be found. */
    public int size() throws IOException {
        return searching(searcher -> searcher.count(PassingImages.all()));
    }

    /** Closes without a commit: what was not committed is read again. */
    @Override
    public void close() throws IOException {
        try (directory;
                writer;
                searchers;
                written) {
            lookups.shutdown();
            captions.close();
        }
    }

    // a graph of vectors is made anew where a merged segment has deletions: that costs more than to search more
    // segments
    private static TieredMergePolicy fewMerges() {
        return new TieredMergePolicy().setSegmentsPerTier(SEGMENTS_A_TIER).setDeletesPctAllowed(DELETED_PERCENT);
    }

    private <T> T searching(Answer<T> answer) throws IOException {
        var searcher = searchers.acquire();
        try {
            return answer.from(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    private interface Answer<T> {
        T from(IndexSearcher searcher) throws IOException;
    }
}
