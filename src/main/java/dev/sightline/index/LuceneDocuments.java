package dev.sightline.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * One image as one Lucene document, and back: everything to rebuild it is stored in it, so that what one topic says can
 * change without reading the other again.
 */
final class LuceneDocuments {
    static final String ID = "id";
    static final String TEXT = "text";
    static final String NAME = "name";
    static final String TASK = "task";
    static final String MODEL = "model";
    static final String REVISION = "revision";
    static final String STATE = "state";
    static final String LANGUAGE = "language";
    static final String TIME = "time";
    static final String COMPLETION = "completion";
    static final String FACETS = "facets";
    static final String UNDOCUMENTED = "undocumented";
    private static final String ENTRY = "stored.entry";
    private static final String EMBEDDING = "stored.embedding";
    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final FieldType WHICH_DOCUMENTS = new FieldType();

    static {
        WHICH_DOCUMENTS.setIndexOptions(IndexOptions.DOCS);
        WHICH_DOCUMENTS.setTokenized(true);
        WHICH_DOCUMENTS.setOmitNorms(true);
        WHICH_DOCUMENTS.freeze();
    }

    private LuceneDocuments() {}

    /** The document of this image. */
    static Document of(String imageId, IndexedImage image) {
        var document = new Document();
        document.add(new StringField(ID, imageId, Store.NO));
        if (image.entry() == null) {
            document.add(new StringField(UNDOCUMENTED, "", Store.NO));
        } else {
            addEntry(document, image.entry());
        }
        if (image.embedding() != null) {
            document.add(new StoredField(EMBEDDING, json(image.embedding())));
        }
        if (image.entry() != null && image.embedding() != null) {
            addVector(document, image.embedding());
        }
        return document;
    }

    /** The term of images that are known by their embedding alone: they wait for their document, and are not found. */
    static Term undocumented() {
        return new Term(UNDOCUMENTED, "");
    }

    /** The term that names the image's document. */
    static Term id(String imageId) {
        return new Term(ID, imageId);
    }

    /** The field of one task's texts alone. */
    static String textOf(String task) {
        return TEXT + "." + task;
    }

    /** The field of like vectors: those of two revisions never stand in one, so they cannot meet. */
    static String vectorsLike(QueryVector vector) {
        return "vector." + vector.revision() + "." + vector.dimensions();
    }

    /** A time as it is indexed; those that no count of milliseconds reaches stand at the ends of the scale. */
    static long millis(Instant time) {
        if (time.isAfter(LAST)) {
            return Long.MAX_VALUE;
        }
        return time.isBefore(FIRST) ? Long.MIN_VALUE : time.toEpochMilli();
    }

    /** Everything stored of a document. */
    static IndexedImage read(StoredFields stored, int document) throws IOException {
        var fields = stored.document(document);
        var entry = fields.getBinaryValue(ENTRY);
        var embedding = fields.getBinaryValue(EMBEDDING);
        return new IndexedImage(
                entry == null ? null : parse(entry, ImageEntry.class),
                embedding == null ? null : parse(embedding, ImageEmbedded.class));
    }

    /** What is found: the entry of a document that has one. */
    static ImageEntry readEntry(StoredFields stored, int document) throws IOException {
        return parse(stored.document(document, Set.of(ENTRY)).getBinaryValue(ENTRY), ImageEntry.class);
    }

    private static void addEntry(Document document, ImageEntry entry) {
        document.add(new StoredField(ENTRY, json(entry)));
        document.add(new StringField(STATE, entry.state(), Store.NO));
        document.add(new SortedDocValuesField(FACETS, new BytesRef(FacetValues.of(entry))));
        document.add(new LongField(TIME, millis(entry.updatedAt()), Store.NO));
        if (entry.name() != null) {
            // IMG_0042-beach.jpg is found by beach
            document.add(new TextField(NAME, entry.name().replaceAll("[^\\p{L}\\p{N}]+", " "), Store.NO));
        }
        for (var text : entry.texts()) {
            addText(document, text);
        }
    }

    private static void addText(Document document, ImageEntry.Text text) {
        document.add(new StringField(TASK, text.task(), Store.NO));
        document.add(new StringField(LANGUAGE, text.language(), Store.NO));
        if (text.model() != null) {
            document.add(new StringField(MODEL, text.model(), Store.NO));
        }
        if (text.revision() != null) {
            document.add(new StringField(REVISION, text.revision(), Store.NO));
        }
        addWords(document, text.task(), text.text());
        if (text.question() != null) {
            addWords(document, text.task(), text.question());
        }
    }

    private static void addWords(Document document, String task, String words) {
        document.add(new TextField(TEXT, words, Store.NO));
        document.add(new TextField(textOf(task), words, Store.NO));
        document.add(new Field(COMPLETION, words, WHICH_DOCUMENTS));
    }

    // only of what can be found: a graph of vectors costs more than all the words, so each is put into it once
    private static void addVector(Document document, ImageEmbedded embedding) {
        var vector = QueryVector.of(embedding);
        document.add(
                new KnnFloatVectorField(vectorsLike(vector), vector.toArray(), VectorSimilarityFunction.DOT_PRODUCT));
    }

    private static byte[] json(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of plain data are JSON", e);
        }
    }

    private static <T> T parse(BytesRef json, Class<T> type) throws IOException {
        return Json.mapper().readValue(json.bytes, json.offset, json.length, type);
    }
}
