package io.peerwright.multicast.sap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.util.List;

/** Packets and descriptions of sessions, and a directory that is told them. */
class SapFuzzTest extends FuzzContract {

  private static final Endpoint ORIGIN = Endpoint.parse("192.0.2.1:0");
  private static final Endpoint GROUP = Endpoint.parse("239.255.1.2:4000");

  private static final class Silent implements SapSender {
    @Override
    public void send(Endpoint sapGroup, ByteBuffer packet) {}

    @Override
    public Endpoint origin(boolean ipv4) {
      return ORIGIN;
    }
  }

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Loop loop = simulation.newHost("a", null, null).loop();
  private final SapDirectory directory = new SapDirectory(loop, new Silent(), 4_000, 1);

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  protected List<FuzzTarget> targets() {
    OwnSession session = new OwnSession(new Group(GROUP, "a group"), 7, ORIGIN, 15);
    byte[] description = SdpSession.of(7, ORIGIN, "a group", GROUP, 15).write();
    byte[] question =
        bytes(new SapPacket(false, 1, ORIGIN, SapDirectory.QUERY, new byte[0]).write());
    return List.of(
        new FuzzTarget(
            "sap-packet",
            input -> SapPacket.read(ByteBuffer.wrap(input)),
            List.of(bytes(session.announcement()), bytes(session.deletion()), question)),
        new FuzzTarget("sdp-session", SapFuzzTest::describe, List.of(description)),
        new FuzzTarget(
            "sap-directory",
            input -> directory.received(ORIGIN, ByteBuffer.wrap(input)),
            List.of(bytes(session.announcement()), bytes(session.deletion()))));
  }

  /** What is read can be written, and is read the same again. */
  private static void describe(byte[] input) {
    SdpSession read = SdpSession.read(input);
    if (read != null && !read.equals(SdpSession.read(read.write())) && isPlain(read)) {
      throw new AssertionError(read + " changes when it is written again");
    }
  }

  /** Descriptions of others may hold what ours never do, such as a lone carriage return. */
  private static boolean isPlain(SdpSession read) {
    return new String(read.write(), UTF_8).chars().allMatch(c -> c == '\r' || c == '\n' || c >= ' ')
        && !read.title().contains("\r")
        && !read.originator().contains("\r");
  }
}
