package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.kit.upload.UploadQueue;
import java.util.Locale;

/**
 * A file of, or for, a user.
 *
 * @param nick in lower case, for servers do not tell nicks apart by it
 * @param file as it stands on the wire
 */
record TransferKey(String nick, String file) implements UploadQueue.Claim {

  @Override
  public String user() {
    return nick;
  }

  static TransferKey of(String nick, String file) {
    return new TransferKey(nick.toLowerCase(Locale.ROOT), file);
  }
}
