package dev.sightline.index;

import java.io.IOException;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LiveFieldValues;
import org.apache.lucene.search.SearcherManager;

/** What is held of each image, also of one written since the last refresh. */
final class WrittenImages extends LiveFieldValues<IndexSearcher, IndexedImage> {
    WrittenImages(SearcherManager searchers) {
        super(searchers, IndexedImage.UNKNOWN);
    }

    /** What is held of the image; {@link IndexedImage#UNKNOWN} where nothing is. */
    IndexedImage of(String imageId) throws IOException {
        var image = get(imageId);
        return image == null ? IndexedImage.UNKNOWN : image;
    }

    /** What is held of the image from now on. */
    void put(String imageId, IndexedImage image) {
        if (image.isUnknown()) {
            delete(imageId);
        } else {
            add(imageId, image);
        }
    }

    /** What a searcher sees of the image. */
    static IndexedImage lookUp(IndexSearcher searcher, String imageId) throws IOException {
        var id = LuceneDocuments.id(imageId);
        for (var segment : searcher.getIndexReader().leaves()) {
            var held = segment.reader().postings(id, PostingsEnum.NONE);
            var live = segment.reader().getLiveDocs();
            // of many documents of one image all but the last are deleted
            while (held != null && held.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                if (live == null || live.get(held.docID())) {
                    return LuceneDocuments.read(segment.reader().storedFields(), held.docID());
                }
            }
        }
        return IndexedImage.UNKNOWN;
    }

    @Override
    protected IndexedImage lookupFromSearcher(IndexSearcher searcher, String imageId) throws IOException {
        return lookUp(searcher, imageId);
    }
}
