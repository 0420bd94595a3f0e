package io.peerwright.overlay.hybrid.server;

import java.util.Locale;

/** The form of a nick or a channel under which it is looked up: case does not matter. */
final class NickKey {

  private NickKey() {}

  static String of(String nick) {
    return nick.toLowerCase(Locale.ROOT);
  }
}
