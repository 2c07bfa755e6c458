package dev.sightline.index;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LiveFieldValues;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;

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
        var found = searcher.search(new TermQuery(LuceneDocuments.id(imageId)), 1).scoreDocs;
        return found.length == 0 ? IndexedImage.UNKNOWN : LuceneDocuments.read(searcher.storedFields(), found[0].doc);
    }

    @Override
    protected IndexedImage lookupFromSearcher(IndexSearcher searcher, String imageId) throws IOException {
        return lookUp(searcher, imageId);
    }
}
