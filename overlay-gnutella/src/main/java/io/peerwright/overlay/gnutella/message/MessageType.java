package io.peerwright.overlay.gnutella.message;

/** The types of messages: byte 16 of a header. */
public final class MessageType {

  /** Who is there? */
  public static final int PING = 0x00;

  /** An address of a servent, and how much it shares. */
  public static final int PONG = 0x01;

  /** Why the sender closes the connection. */
  public static final int BYE = 0x02;

  /** A part of a query routing table. */
  public static final int QRP = 0x30;

  /** A message of a vendor: vendor, selector and version tell which. */
  public static final int VENDOR = 0x31;

  /** A message of a vendor that has become a standard; none is known to be in use. */
  public static final int STANDARD_VENDOR = 0x32;

  /** Asks a servent that cannot be dialled to dial. */
  public static final int PUSH = 0x40;

  /** A message of the distributed hash table; datagrams only. */
  public static final int DHT = 0x44;

  /** Who has files like this? */
  public static final int QUERY = 0x80;

  /** Files that a query found. */
  public static final int QUERY_HIT = 0x81;

  private MessageType() {}
}
