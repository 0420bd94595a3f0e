package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.ResumeHit;
import org.jspecify.annotations.Nullable;

/**
 * The question who else has the content of a download (215), from its start to its one end. Once
 * closed it keeps its place in the order of the questions, and nothing else.
 */
public final class SourceSearch {

  /** The nicks that servers allow: what else stands there could not be asked for. */
  private static final String NICK = "[!-~&&[^\"]]{1,64}";

  private final String md5;
  private final long size;
  private @Nullable Negotiation asker;

  SourceSearch(String md5, long size, Negotiation asker) {
    this.md5 = md5;
    this.size = size;
    this.asker = asker;
  }

  /** Writes the question. */
  public void write(FrameWriter frames) {
    frames.begin(MessageType.RESUME).field(md5).field(size);
  }

  /** True if nobody waits for the answer any more. */
  public boolean isOver() {
    return asker == null;
  }

  /** One who has it, if what the server says fits the question. */
  public void onHit(ResumeHit hit) {
    if (asker != null
        && hit.md5().equalsIgnoreCase(md5)
        && hit.sizeBytes() == size
        && hit.nick().matches(NICK)
        && !hit.file().isEmpty()) {
      asker.onFound(hit.nick(), hit.file());
    }
  }

  /** All has been told, or nothing will be. */
  public void onEnd() {
    Negotiation waiting = asker;
    asker = null;
    if (waiting != null) {
      waiting.onSearched();
    }
  }

  void close() {
    asker = null;
  }
}
