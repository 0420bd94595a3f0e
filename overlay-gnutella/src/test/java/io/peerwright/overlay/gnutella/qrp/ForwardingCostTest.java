package io.peerwright.overlay.gnutella.qrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What forwards messages and looks queries up in tables makes no object. */
class ForwardingCostTest {

  private static final int ROUNDS = 2_000;
  private static final double MOST_BYTES = 0.1;

  private final QueryHashes hashes = new QueryHashes();
  private final QueryRoutingTable few =
      QueryRoutingTable.of(14, List.of("alpha bravo charlie.txt"), List.of());
  private final QueryRoutingTable many =
      QueryRoutingTable.merge(16, List.of(few, QueryRoutingTable.of(4, List.of("ab"), List.of())));
  private int answers;
  private long sum;

  private void forward(ByteBuffer bytes) {
    int type = Header.type(bytes, 0);
    sum += Header.guidHigh(bytes, 0) ^ Header.guidLow(bytes, 0);
    if (type == MessageType.QUERY && Query.textEnd(bytes, 0) > Query.textStart(0)) {
      hashes.read(bytes, 0);
      answers += few.mayAnswer(hashes) ? 1 : 0;
      answers += many.mayAnswer(hashes) ? 1 : 0;
    } else if (type == MessageType.QUERY_HIT && QueryHit.isWhole(bytes, 0)) {
      sum += Header.guidLow(bytes, QueryHit.servent(bytes, 0));
    } else if (type == MessageType.PUSH && Push.isWhole(bytes, 0)) {
      sum += Header.guidLow(bytes, Push.target(0));
    }
    Header.setTtl(bytes, 0, 3);
    Header.setHops(bytes, 0, 0);
    sum += Header.hop(bytes, 0, 7);
  }

  @Test
  void makesNoObjects() {
    List<ByteBuffer> messages =
        Capture.all().stream()
            .flatMap(capture -> capture.messages().stream())
            .map(item -> ByteBuffer.wrap(item.bytes()))
            .toList();
    messages.forEach(this::forward);
    int once = answers;
    assertTrue(once > 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < messages.size(); i++) {
        forward(messages.get(i));
      }
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(once * (ROUNDS + 1), answers);
    assertTrue(
        bytes <= MOST_BYTES * ROUNDS * messages.size(),
        () -> bytes + " bytes for " + ROUNDS * messages.size() + " messages, " + sum);
  }
}
