package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.kit.text.SafeText;

/** What trackers say to people. */
final class Words {

  private static final int MOST = 200;

  private Words() {}

  /** A stranger's words, short and without what a terminal would act upon. */
  static String forPerson(String text) {
    return SafeText.of(text, MOST);
  }
}
