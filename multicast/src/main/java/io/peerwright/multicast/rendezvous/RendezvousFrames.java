package io.peerwright.multicast.rendezvous;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.EndpointBytes;
import io.peerwright.multicast.wire.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What rendezvous servers and their clients say to each other. */
final class RendezvousFrames {

  /** To the server: group, port, capacity, how many peers are wanted. */
  static final int REGISTER = 1;

  /** To the server: group, port. */
  static final int UNREGISTER = 2;

  /** To the server: group, how many peers are wanted. */
  static final int ASK = 3;

  /** To the server: group, title. */
  static final int ANNOUNCE = 4;

  /** To the server: group, title. */
  static final int WITHDRAW = 5;

  /** To the server: tell me of groups from now on. */
  static final int DISCOVER = 6;

  /** To the client: group, peers. */
  static final int PEERS = 16;

  /** To the client: group, title. */
  static final int FOUND = 17;

  /** To the client: group; the server is full, or the client's address has too many. */
  static final int REFUSED = 18;

  /** The longest frame either way: peers of IPv6. */
  static final int MAX_BYTES = Frame.HEADER_BYTES + 2 + 256 * EndpointBytes.MAX_BYTES;

  /** A title is cut off after so many bytes of UTF-8. */
  static final int MAX_TITLE_BYTES = 255;

  private RendezvousFrames() {}

  static ByteBuffer register(Endpoint group, int port, int capacity, int wanted) {
    ByteBuffer frame = Frame.of(REGISTER, EndpointBytes.MAX_BYTES + 4);
    EndpointBytes.write(frame, group);
    return Frame.end(frame.putShort((short) port).put((byte) capacity).put((byte) wanted));
  }

  static ByteBuffer unregister(Endpoint group, int port) {
    ByteBuffer frame = Frame.of(UNREGISTER, EndpointBytes.MAX_BYTES + 2);
    EndpointBytes.write(frame, group);
    return Frame.end(frame.putShort((short) port));
  }

  static ByteBuffer ask(Endpoint group, int wanted) {
    ByteBuffer frame = Frame.of(ASK, EndpointBytes.MAX_BYTES + 1);
    EndpointBytes.write(frame, group);
    return Frame.end(frame.put((byte) wanted));
  }

  static ByteBuffer discover() {
    return Frame.end(Frame.of(DISCOVER, 0));
  }

  /** For {@link #ANNOUNCE}, {@link #WITHDRAW} and {@link #FOUND}. */
  static ByteBuffer titled(int type, Group group) {
    byte[] title = group.title().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(title.length, MAX_TITLE_BYTES);
    ByteBuffer frame = Frame.of(type, EndpointBytes.MAX_BYTES + 1 + length);
    EndpointBytes.write(frame, group.address());
    return Frame.end(frame.put((byte) length).put(title, 0, length));
  }

  static ByteBuffer peers(Endpoint group, List<Endpoint> peers) {
    ByteBuffer frame = Frame.of(PEERS, EndpointBytes.MAX_BYTES + Frame.length(peers));
    EndpointBytes.write(frame, group);
    Frame.write(frame, peers);
    return Frame.end(frame);
  }

  static ByteBuffer refused(Endpoint group) {
    ByteBuffer frame = Frame.of(REFUSED, EndpointBytes.MAX_BYTES);
    EndpointBytes.write(frame, group);
    return Frame.end(frame);
  }

  static Group readTitled(ByteBuffer body) {
    Endpoint group = EndpointBytes.read(body);
    byte[] title = new byte[body.get() & 0xff];
    body.get(title);
    return new Group(group, new String(title, StandardCharsets.UTF_8));
  }

  /** An address of a group. */
  static Endpoint readGroup(ByteBuffer body) {
    Endpoint group = EndpointBytes.read(body);
    if (!group.isMulticast()) {
      throw new IllegalArgumentException(group + " is no group");
    }
    return group;
  }
}
