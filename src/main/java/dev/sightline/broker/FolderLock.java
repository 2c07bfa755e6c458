package dev.sightline.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;

/**
 * Keeps a run's folder to one process: two would take each other's name, stores and transactions for their own. The system
 * gives it back when the process ends, however it does.
 */
final class FolderLock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FolderLock.class);

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the folder, which is made where it is not there.
     *
     * @throws ClusterUnavailableException where another process has it, or it cannot be written
     */
    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            var file = FileChannel.open(folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (file.tryLock() != null) {
                    return new FolderLock(file);
                }
            } catch (OverlappingFileLockException e) {
                LOG.debugf("%s is locked by this process", folder);
            }
            file.close();
            throw new ClusterUnavailableException(
                    "another process runs a pipeline on " + folder + ": stop it, or choose another folder by --data");
        } catch (FileAlreadyExistsException e) { // of what is in the way of a folder
            throw new ClusterUnavailableException(e.getMessage() + " is no folder: choose another by --data", e);
        } catch (AccessDeniedException e) {
            throw new ClusterUnavailableException(
                    "there is no right to write " + e.getMessage() + ": choose another folder by --data", e);
        } catch (IOException e) {
            throw new ClusterUnavailableException("cannot write below " + folder + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
