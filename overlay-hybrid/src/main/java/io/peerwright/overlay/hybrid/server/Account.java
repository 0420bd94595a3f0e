package io.peerwright.overlay.hybrid.server;

/** One registered nick. Its password is kept as a salted hash. */
final class Account {
  final String key;
  byte[] salt = new byte[0];
  byte[] hash = new byte[0];
  String email = "";
  long lastSeenMillis;

  /** An account without a password. */
  Account(String key) {
    this.key = key;
  }
}
