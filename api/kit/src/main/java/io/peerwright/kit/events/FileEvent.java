package io.peerwright.kit.events;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;

/** What every overlay in which files are searched for and fetched tells in the same way. */
public sealed interface FileEvent extends OverlayEvent {

  /** A search of our own has begun. */
  record SearchStarted(String words) implements FileEvent, DebugEvent {
    @Override
    public String text() {
      return "searches for " + words;
    }
  }

  /** A search of our own is over. */
  record SearchEnded(int hits, Reason reason) implements FileEvent, DebugEvent {
    @Override
    public String text() {
      return "search ended with " + hits + " hits: " + reason;
    }
  }

  /** A source of a download is not asked any more, unless it is found again. */
  record SourceDropped(String name, String source, String why) implements FileEvent, DebugEvent {
    @Override
    public String text() {
      return "fetches " + name + " no more from " + source + ": " + why;
    }
  }

  /**
   * A download is complete, or not to be had.
   *
   * @param detail why, in words for a person
   */
  record DownloadEnded(String name, Download.State state, String detail) implements FileEvent {
    @Override
    public String text() {
      return state == Download.State.COMPLETE
          ? "downloaded " + name
          : "did not get " + name + ": " + detail;
    }
  }
}
