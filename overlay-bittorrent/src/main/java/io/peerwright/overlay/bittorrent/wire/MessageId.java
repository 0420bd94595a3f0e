package io.peerwright.overlay.bittorrent.wire;

/** The numbers of the messages. */
public final class MessageId {

  // BEP 3.
  public static final int CHOKE = 0;
  public static final int UNCHOKE = 1;
  public static final int INTERESTED = 2;
  public static final int NOT_INTERESTED = 3;
  public static final int HAVE = 4;
  public static final int BITFIELD = 5;
  public static final int REQUEST = 6;
  public static final int PIECE = 7;
  public static final int CANCEL = 8;
  // BEP 5.
  public static final int PORT = 9;
  // BEP 6.
  public static final int SUGGEST = 13;
  public static final int HAVE_ALL = 14;
  public static final int HAVE_NONE = 15;
  public static final int REJECT = 16;
  public static final int ALLOWED_FAST = 17;
  // BEP 10.
  public static final int EXTENDED = 20;

  /** The sub-number of the extension handshake. */
  public static final int EXTENSION_HANDSHAKE = 0;

  private MessageId() {}
}
