package io.peerwright.decorators.record;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.record.TrafficLog;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Recordings that somebody has cut, or changed by hand. */
class PcapngFuzzTest extends FuzzContract {

  private static final Endpoint ALICE = Endpoint.parse("192.0.2.1:1000");
  private static final Endpoint BOB = Endpoint.parse("192.0.2.2:2000");
  private static final Endpoint IPV6 = Endpoint.parse("[2001:db8::1]:1000");

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        new FuzzTarget("pcapng", PcapngFuzzTest::read, List.of(recorded(BOB), recorded(IPV6))));
  }

  private static byte[] recorded(Endpoint remote) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PcapngLog log = new PcapngLog("alice", 1_790_000_000_000L, List.of(ALICE), file::writeBytes);
    Endpoint local = remote.isIpv4() ? ALICE : IPV6.withPort(3000);
    log.opened(5, 0, false, local, remote);
    log.passed(6, 0, true, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    log.datagram(7, false, local, remote, ByteBuffer.wrap(new byte[] {4}));
    log.ended(8, 0, true);
    log.closed(9, 0, Reason.ENDED);
    return file.toByteArray();
  }

  private static void read(byte[] input) {
    try {
      PcapngReader.read("input", new ByteArrayInputStream(input), new Log());
    } catch (IOException refused) {
      // Says what is wrong.
    }
  }

  /** Links are numbered in order, and whatever is told is of one that is open. */
  private static final class Log implements TrafficLog {
    private int links;

    @Override
    public void opened(long nanos, int link, boolean accepted, Endpoint local, Endpoint remote) {
      assertTrue(link == links++, () -> "link " + link);
    }

    @Override
    public void passed(long nanos, int link, boolean in, ByteBuffer bytes) {
      assertTrue(link < links && bytes.hasRemaining());
    }

    @Override
    public void ended(long nanos, int link, boolean in) {
      assertTrue(link < links);
    }

    @Override
    public void closed(long nanos, int link, Reason reason) {
      assertTrue(link < links);
    }
  }
}
