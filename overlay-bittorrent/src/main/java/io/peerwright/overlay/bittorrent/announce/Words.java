package io.peerwright.overlay.bittorrent.announce;

/** What trackers say to people. */
final class Words {

  private static final int MOST = 200;

  private Words() {}

  /** A stranger's words, short and without what a terminal would act upon. */
  static String forPerson(String text) {
    String start = text.length() > MOST ? text.substring(0, MOST) + "..." : text;
    return start.replaceAll("\\p{C}", "?");
  }
}
