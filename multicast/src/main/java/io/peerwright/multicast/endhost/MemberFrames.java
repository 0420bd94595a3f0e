package io.peerwright.multicast.endhost;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.EndpointBytes;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.wire.Frame;
import java.nio.ByteBuffer;
import java.util.List;

/** What members say to each other. */
final class MemberFrames {

  /**
   * Who dials says so first: group, port, {@link #GUEST}, {@link #NEAR}, {@link #URGENT}, {@link
   * #NEWCOMER}.
   */
  static final int HELLO = 1;

  /** The link is good: {@link #NEWCOMER}; members that the other one knows. */
  static final int WELCOME = 2;

  /** No room; members that may have some. The link ends. */
  static final int REDIRECT = 3;

  /** Members that are known: one if an answer is wanted, then the list. */
  static final int PEERS = 4;

  /** Eight bytes to be sent back. */
  static final int PING = 5;

  /** What a ping had. */
  static final int PONG = 6;

  /** All routes that there are have been told. */
  static final int SYNC = 7;

  /** Source, sequence number of the route, distance in us, the first message to be had. */
  static final int ROUTE = 8;

  /** Source, the message that is wanted first: you are my next hop to the source. */
  static final int CHILD = 9;

  /** Source: you are my next hop no more. */
  static final int PRUNE = 10;

  /** Source, the first message that follows. */
  static final int ACCEPT = 11;

  /** Source: there are children enough. */
  static final int REFUSE = 12;

  /** Source, sequence number, message. */
  static final int DATA = 13;

  /** For each source: the source, the message that is wanted next; all before is here. */
  static final int HAVE = 14;

  /** Source, the first message that is wanted, now and only once. */
  static final int PULL = 15;

  /** Source, the sequence number that a new route must have. */
  static final int REFRESH = 16;

  /** Source, my own next hop, which is to be yours: I leave. */
  static final int HANDOVER = 17;

  /** A guest has become a member. */
  static final int MEMBER = 18;

  static final int GUEST = 1;
  static final int NEAR = 2;
  static final int URGENT = 4;
  static final int NEWCOMER = 8;

  /** How many members are named at a time. */
  static final int MOST_PEERS = 12;

  /** How many sources are told of in a {@link #HAVE}. */
  static final int MOST_SOURCES = 255;

  private static final int SOURCE_BYTES = SourceId.MAX_BYTES;

  private MemberFrames() {}

  /** The longest frame with messages of so many bytes. */
  static int maxBytes(int maxMessageBytes) {
    int have = 1 + MOST_SOURCES * (SOURCE_BYTES + Long.BYTES);
    return Frame.HEADER_BYTES + Math.max(have, SOURCE_BYTES + Long.BYTES + maxMessageBytes);
  }

  static ByteBuffer hello(Endpoint group, int port, int flags) {
    ByteBuffer frame = Frame.of(HELLO, EndpointBytes.MAX_BYTES + 3);
    EndpointBytes.write(frame, group);
    return Frame.end(frame.putShort((short) port).put((byte) flags));
  }

  static ByteBuffer empty(int type) {
    return Frame.end(Frame.of(type, 0));
  }

  static ByteBuffer welcome(boolean newcomer, List<Endpoint> peers) {
    ByteBuffer frame = Frame.of(WELCOME, 1 + Frame.length(peers));
    frame.put((byte) (newcomer ? NEWCOMER : 0));
    Frame.write(frame, peers);
    return Frame.end(frame);
  }

  static ByteBuffer redirect(List<Endpoint> peers) {
    ByteBuffer frame = Frame.of(REDIRECT, Frame.length(peers));
    Frame.write(frame, peers);
    return Frame.end(frame);
  }

  static ByteBuffer shuffle(boolean answer, List<Endpoint> peers) {
    ByteBuffer frame = Frame.of(PEERS, 1 + Frame.length(peers));
    frame.put((byte) (answer ? 1 : 0));
    Frame.write(frame, peers);
    return Frame.end(frame);
  }

  /** {@link #PING} or {@link #PONG}. */
  static ByteBuffer ping(int type, long token) {
    return Frame.end(Frame.of(type, Long.BYTES).putLong(token));
  }

  static ByteBuffer route(SourceId source, int sequence, int distance, long from) {
    ByteBuffer frame = Frame.of(ROUTE, SOURCE_BYTES + 16);
    source.write(frame);
    return Frame.end(frame.putInt(sequence).putInt(distance).putLong(from));
  }

  /** {@link #CHILD}, {@link #ACCEPT}, {@link #PULL}: a source and a message of it. */
  static ByteBuffer message(int type, SourceId source, long sequence) {
    ByteBuffer frame = Frame.of(type, SOURCE_BYTES + Long.BYTES);
    source.write(frame);
    return Frame.end(frame.putLong(sequence));
  }

  /** {@link #PRUNE}, {@link #REFUSE}. */
  static ByteBuffer source(int type, SourceId source) {
    ByteBuffer frame = Frame.of(type, SOURCE_BYTES);
    source.write(frame);
    return Frame.end(frame);
  }

  static ByteBuffer refresh(SourceId source, int sequence) {
    ByteBuffer frame = Frame.of(REFRESH, SOURCE_BYTES + Integer.BYTES);
    source.write(frame);
    return Frame.end(frame.putInt(sequence));
  }

  static ByteBuffer handover(SourceId source, Endpoint parent) {
    ByteBuffer frame = Frame.of(HANDOVER, SOURCE_BYTES + EndpointBytes.MAX_BYTES);
    source.write(frame);
    EndpointBytes.write(frame, parent);
    return Frame.end(frame);
  }

  static ByteBuffer data(SourceId source, long sequence, byte[] message) {
    ByteBuffer frame = Frame.of(DATA, source.length() + Long.BYTES + message.length);
    source.write(frame);
    return Frame.end(frame.putLong(sequence).put(message));
  }
}
