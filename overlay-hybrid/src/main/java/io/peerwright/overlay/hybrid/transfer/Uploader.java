package io.peerwright.overlay.hybrid.transfer;

/** A user who offers a file, and how it can be reached as far as that is known. */
final class Uploader {

  private final String nick;
  private final TransferKey key;
  private final long size;
  private boolean pushNext;

  /**
   * One that nobody has tried yet.
   *
   * @param file as it stands on the wire
   */
  Uploader(String nick, String file, long size) {
    this.nick = nick;
    this.key = TransferKey.of(nick, file);
    this.size = size;
  }

  String nick() {
    return nick;
  }

  TransferKey key() {
    return key;
  }

  /** Of the file in bytes. */
  long size() {
    return size;
  }

  /** The data port does not answer: next time the uploader shall connect to us. */
  void pushNext() {
    pushNext = true;
  }

  boolean isPushNext() {
    return pushNext;
  }
}
