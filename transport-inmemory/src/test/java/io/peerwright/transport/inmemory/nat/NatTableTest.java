package io.peerwright.transport.inmemory.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NatTableTest {

  private record Key(long a, long b) {}

  @Test
  void findsWhatAMapFindsAndStaysAsLargeAsWhatIsLive() {
    Random random = new Random(5);
    NatTable<NatLease> table = new NatTable<>();
    Map<Key, NatLease> model = new HashMap<>();
    Map<Key, Long> ends = new HashMap<>();
    for (long now = 0; now < 100_000; now++) {
      Key key = new Key(random.nextInt(200), random.nextInt(5));
      boolean isLive = ends.getOrDefault(key, 0L) > now;
      assertSame(isLive ? model.get(key) : null, table.find(key.a, key.b, now));
      if (random.nextInt(4) == 0) {
        NatLease lease = new NatLease();
        long end = now + random.nextInt(100);
        lease.extend(end);
        model.put(key, lease);
        ends.put(key, end);
        table.put(key.a, key.b, lease, now);
      }
      assertTrue(table.size() <= 200, "" + table.size());
      if (now % 64 == 0) {
        table.checkInvariants();
      }
    }
    table.sweep(1_000_000);
    assertEquals(0, table.size());
  }
}
