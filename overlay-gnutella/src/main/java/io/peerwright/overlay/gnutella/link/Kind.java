package io.peerwright.overlay.gnutella.link;

import io.peerwright.overlay.gnutella.message.MessageType;

/**
 * What a message is worth on a link that cannot take all. The most valuable one first: an answer
 * has cost the network a search, and a ping nothing.
 */
enum Kind {
  /**
   * What keeps a link going: tables, vendor messages, byes. Never dropped; too much ends a link.
   */
  CONTROL(1 << 18, 0, 0),
  /** Somebody waits for a connection. */
  PUSH(1 << 13, 45, 6),
  /** The answer to a search. */
  HIT(1 << 16, 45, 6),
  /** A search: there are many, and each is asked of others, too. */
  QUERY(1 << 15, 10, 3),
  /** An address; others know it. */
  PONG(1 << 12, 5, 1),
  /** Asks for addresses. */
  PING(1 << 11, 5, 1);

  private static final Kind[] ALL = values();

  /** How many there are. */
  static final int COUNT = ALL.length;

  /** Bytes that may wait. */
  final int maxBytes;

  /** Older ones are worth nothing; 0 for no limit. */
  final int maxSeconds;

  /** How many are sent before those of less worth get their turn; 0 for all. */
  final int turn;

  Kind(int maxBytes, int maxSeconds, int turn) {
    this.maxBytes = maxBytes;
    this.maxSeconds = maxSeconds;
    this.turn = turn;
  }

  static Kind at(int index) {
    return ALL[index];
  }

  static Kind ofType(int type) {
    return switch (type) {
      case MessageType.PING -> PING;
      case MessageType.PONG -> PONG;
      case MessageType.QUERY -> QUERY;
      case MessageType.QUERY_HIT -> HIT;
      case MessageType.PUSH -> PUSH;
      default -> CONTROL;
    };
  }
}
