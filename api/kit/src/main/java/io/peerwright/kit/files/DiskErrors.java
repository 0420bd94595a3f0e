package io.peerwright.kit.files;

import io.peerwright.api.OverlayException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What errors of the disk mean, in words for a person: which file, and what is wrong with it. The
 * JDK tells the one by the message and the other by the class, or only one of the two.
 */
public final class DiskErrors {

  private DiskErrors() {}

  /** In words, without a full stop; never empty, and never the name of a class alone. */
  public static String describe(@Nullable Throwable failure) {
    if (failure == null) {
      return "no reason was told";
    }
    if (failure instanceof InvalidPathException unwritable) {
      return SafeNames.explain(unwritable);
    }
    String message = failure.getMessage();
    if (failure instanceof OverlayException && message != null) {
      return message;
    }
    if (failure instanceof FileSystemException at && at.getFile() != null) {
      return at.getFile() + ": " + what(at);
    }
    return message != null ? message : "the disk failed (" + failure + ")";
  }

  private static String what(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is no folder";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "something of that name is there already";
    }
    String reason = failure.getReason();
    return reason == null ? "the disk failed (" + failure + ")" : reason;
  }

  /** The same failure, naming the file that it came from if it does not name one. */
  static IOException at(Path file, IOException failure) {
    if (failure instanceof FileSystemException || failure instanceof OverlayException) {
      return failure;
    }
    IOException named = new FileSystemException(file.toString(), null, describe(failure));
    named.initCause(failure);
    return named;
  }
}
