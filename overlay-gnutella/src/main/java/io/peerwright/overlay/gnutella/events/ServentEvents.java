package io.peerwright.overlay.gnutella.events;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.FileEvents;
import io.peerwright.kit.events.OverlayEvent.Level;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to a servent. A stream is null where nobody has ever listened: an idle servent
 * has no memory for it. Events are made only while somebody listens.
 */
public final class ServentEvents {

  private ServentEvents() {}

  /** The servent has joined, and listens there; or is out again. */
  public static void membership(
      @Nullable EventStream stream, boolean isIn, List<Endpoint> endpoints) {
    if (stream != null && isIn) {
      stream.joined(endpoints);
    } else if (stream != null) {
      stream.left();
    }
  }

  /** A servent is a neighbour now. */
  public static void linked(
      @Nullable EventStream stream, Endpoint peer, String role, String agent) {
    if (stream != null && stream.isOn(Level.INFO)) {
      stream.tell(new ServentEvent.Linked(peer, role, agent));
    }
  }

  /** A neighbour is one no more. */
  public static void unlinked(@Nullable EventStream stream, Endpoint peer, Reason reason) {
    if (stream != null && stream.isOn(Level.INFO)) {
      stream.tell(new ServentEvent.Unlinked(peer, reason));
    }
  }

  /** A link was not made. */
  public static void refused(@Nullable EventStream stream, Endpoint peer, boolean byUs) {
    if (stream != null && stream.isOn(Level.DEBUG)) {
      stream.tell(new ServentEvent.Refused(peer, byUs));
    }
  }

  /** A file is offered to others, or no more. */
  public static void shared(@Nullable EventStream stream, String name, boolean offered) {
    if (stream != null && stream.isOn(Level.DEBUG)) {
      stream.tell(offered ? new ServentEvent.Shared(name) : new ServentEvent.Withdrawn(name));
    }
  }

  /** The first range of a file is on its way. */
  public static void uploadStarted(@Nullable EventStream stream, Endpoint peer, String name) {
    if (stream != null && stream.isOn(Level.INFO)) {
      stream.tell(new ServentEvent.UploadStarted(peer, name));
    }
  }

  /** A servent has left its slot. */
  public static void uploadEnded(
      @Nullable EventStream stream, Endpoint peer, String name, long bytes) {
    if (stream != null && stream.isOn(Level.INFO)) {
      stream.tell(new ServentEvent.UploadEnded(peer, name, bytes));
    }
  }

  /** A download has begun; its end is told, too. */
  public static void downloading(
      @Nullable EventStream stream, Path target, int sources, Download download) {
    if (stream == null) {
      return;
    }
    String name = String.valueOf(target.getFileName());
    if (stream.isOn(Level.INFO)) {
      stream.tell(new ServentEvent.DownloadStarted(name, sources));
    }
    download
        .done()
        .whenComplete((path, thrown) -> FileEvents.downloadEnded(stream, name, download));
  }
}
