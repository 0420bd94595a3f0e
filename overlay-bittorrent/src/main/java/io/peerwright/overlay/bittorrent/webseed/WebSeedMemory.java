package io.peerwright.overlay.bittorrent.webseed;

/**
 * How much of the memory for pieces web seeds hold. One that has nothing yet may hold an eighth,
 * and all together half of it, so that peers always find room beside them.
 */
public final class WebSeedMemory {

  private final long half;
  private long held;

  /**
   * Nothing held yet.
   *
   * @param bytes the memory for pieces of all torrents
   */
  public WebSeedMemory(long bytes) {
    half = bytes / 2;
  }

  /** How much a web seed may hold that has nothing yet; 0 if there is none. */
  long room() {
    return Math.max(0, Math.min(half / 4, half - held));
  }

  /** A web seed holds so much more, or less. */
  void holds(long more) {
    held += more;
  }
}
