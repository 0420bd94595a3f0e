package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.overlay.Hit;

/** A user who offers the file, and what became of the attempts to get it there. */
final class Source {

  private static final int MAX_FAILURES = 5;

  final String nick;
  final TransferKey key;
  private int failures;
  private boolean gone;
  private boolean proven;
  private boolean pushNext;
  private boolean disagrees;

  Source(Hit hit) {
    this(hit.peer(), WireNames.ofHit(hit));
  }

  /** One that was found later; the file as it stands on the wire. */
  Source(String nick, String file) {
    this.nick = nick;
    this.key = TransferKey.of(nick, file);
  }

  boolean isUsable() {
    return !gone && !disagrees && failures < MAX_FAILURES;
  }

  /** It sends other bytes than those that are kept; which of them are wrong is not known. */
  void disagrees() {
    disagrees = true;
  }

  /** True if it could be asked if nothing were kept. */
  boolean isUsableAnew() {
    return !gone && failures < MAX_FAILURES;
  }

  /** Nothing is kept any more. */
  void startAnew() {
    disagrees = false;
  }

  /** It can never be had here. */
  void giveUp() {
    gone = true;
  }

  /** The server says no: final from one that never gave anything, else it may come back. */
  void refused() {
    gone = !proven;
    failures++;
  }

  /** It did not work this time. */
  void failed() {
    failures++;
  }

  /** Bytes came, so that what went wrong before does not count any more. */
  void succeeded() {
    failures = 0;
    proven = true;
  }

  /** The data port does not answer: next time the uploader shall connect to us. */
  void pushNext() {
    pushNext = true;
  }

  boolean isPushNext() {
    return pushNext;
  }
}
