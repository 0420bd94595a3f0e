package io.peerwright.multicast.sap;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A session of ours: a group, and the packets that announce and withdraw it. */
final class OwnSession {

  private final Endpoint to;
  private final String originator;
  private final ByteBuffer announcement;
  private final ByteBuffer deletion;

  OwnSession(Group group, long id, Endpoint origin, int ttl) {
    to = SapGroups.announcing(group.address());
    SdpSession described = SdpSession.of(id, origin, group.title(), group.address(), ttl);
    originator = described.originator();
    byte[] payload = described.write();
    int folded = Arrays.hashCode(payload);
    int hash = Math.max(1, (folded ^ folded >>> 16) & 0xffff);
    announcement = new SapPacket(false, hash, origin, SapPacket.SDP, payload).write();
    byte[] named = described.writeOrigin();
    deletion = new SapPacket(true, hash, origin, SapPacket.SDP, named).write();
  }

  /** The well-known group that it is announced on. */
  Endpoint to() {
    return to;
  }

  /** What names it among all sessions. */
  String originator() {
    return originator;
  }

  ByteBuffer announcement() {
    return announcement.duplicate();
  }

  ByteBuffer deletion() {
    return deletion.duplicate();
  }
}
