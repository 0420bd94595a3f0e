package io.peerwright.kit.events;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.events.OverlayEvent.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells {@link FileEvent}s. A stream is null where nobody has ever listened; events are made only
 * while somebody listens.
 */
public final class FileEvents {

  private FileEvents() {}

  /** A search of our own has begun. */
  public static void searchStarted(@Nullable EventStream stream, Query query) {
    if (stream != null && stream.isOn(Level.DEBUG)) {
      stream.tell(new FileEvent.SearchStarted(String.join(" ", query.words())));
    }
  }

  /** A search of our own is over. */
  public static void searchEnded(@Nullable EventStream stream, int hits, Reason reason) {
    if (stream != null && stream.isOn(Level.DEBUG)) {
      stream.tell(new FileEvent.SearchEnded(hits, reason));
    }
  }

  /** A source of a download is not asked any more. */
  public static void sourceDropped(
      @Nullable EventStream stream, Path target, ContentSource source, String why) {
    if (stream != null && stream.isOn(Level.DEBUG)) {
      String name = String.valueOf(target.getFileName());
      stream.tell(new FileEvent.SourceDropped(name, source.name(), why));
    }
  }

  /** A download is complete, or not to be had. */
  public static void downloadEnded(@Nullable EventStream stream, String name, Download download) {
    if (stream != null && stream.isOn(Level.INFO)) {
      stream.tell(new FileEvent.DownloadEnded(name, download.state(), download.detail()));
    }
  }
}
