package io.peerwright.overlay.hybrid.transfer;

import java.util.Locale;

/**
 * A file of, or for, a user.
 *
 * @param nick in lower case, for servers do not tell nicks apart by it
 * @param file as it stands on the wire
 */
record TransferKey(String nick, String file) {

  static TransferKey of(String nick, String file) {
    return new TransferKey(nick.toLowerCase(Locale.ROOT), file);
  }
}
