package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.ResumeHit;
import java.util.function.BiConsumer;
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
  private final BiConsumer<String, String> found;
  private @Nullable Runnable ended;

  /**
   * A question.
   *
   * @param found hears the nick and the file, as it stands on the wire, of each who has it
   * @param ended runs once when all has been told
   */
  SourceSearch(String md5, long size, BiConsumer<String, String> found, Runnable ended) {
    this.md5 = md5;
    this.size = size;
    this.found = found;
    this.ended = ended;
  }

  /** Writes the question. */
  public void write(FrameWriter frames) {
    frames.begin(MessageType.RESUME).field(md5).field(size);
  }

  /** True if nobody waits for the answer any more. */
  public boolean isOver() {
    return ended == null;
  }

  /** One who has it, if what the server says fits the question. */
  public void onHit(ResumeHit hit) {
    if (!isOver()
        && hit.md5().equalsIgnoreCase(md5)
        && hit.sizeBytes() == size
        && hit.nick().matches(NICK)
        && !hit.file().isEmpty()) {
      found.accept(hit.nick(), hit.file());
    }
  }

  /** All has been told, or nothing will be. */
  public void onEnd() {
    Runnable told = ended;
    ended = null;
    if (told != null) {
      told.run();
    }
  }

  void close() {
    ended = null;
  }
}
