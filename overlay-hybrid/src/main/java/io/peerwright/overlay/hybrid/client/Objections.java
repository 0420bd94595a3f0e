package io.peerwright.overlay.hybrid.client;

/**
 * What servers have said instead of letting us in, and whether they are believed. Only at the first
 * login: later it may be our own old session that is in the way, or the work of an operator, and
 * passes.
 */
final class Objections {

  /** A server that says "not now" so many times is believed. */
  private static final int PATIENCE = 3;

  private String last = "";
  private boolean welcome;
  private int all;
  private int lasting;

  /** What the server that was asked last has said; empty if nothing. */
  String last() {
    return last;
  }

  /** A server is asked. */
  void begin() {
    last = "";
  }

  /** A server has let us in. */
  void onLogin() {
    welcome = true;
    last = "";
  }

  /** The server does not let us in. */
  void onError(String text) {
    last = text.isEmpty() ? "no reason given" : text;
  }

  /** A notice before the login is through may be of any kind; some servers refuse by one. */
  void onNotice(String text) {
    if (last.isEmpty()) {
      last = text;
    }
  }

  /** The link is closed: true if none of so many servers will ever let us in. */
  boolean areBelieved(int servers) {
    if (last.isEmpty() || welcome) {
      return false;
    }
    all++;
    lasting += LoginRefusals.isFinal(last) ? 1 : 0;
    return lasting >= servers || all >= PATIENCE * servers;
  }
}
