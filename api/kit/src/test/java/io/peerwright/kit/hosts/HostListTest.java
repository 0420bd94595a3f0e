package io.peerwright.kit.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.peerwright.api.net.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The list of hosts against a map. */
class HostListTest {

  private static final class Host extends KnownHost {
    Host(Endpoint endpoint) {
      super(endpoint);
    }

    @Override
    protected boolean isInUse() {
      return false;
    }
  }

  @Test
  void itHoldsWhatAMapHoldsInTheSameOrder() {
    Random random = new Random(5);
    HostList<Host> list = new HostList<>();
    Map<Endpoint, Host> model = new LinkedHashMap<>();
    for (int step = 0; step < 20_000; step++) {
      Endpoint at = Endpoint.parse("10.0.0.1:" + (1 + random.nextInt(40)));
      Host known = model.get(at);
      assertSame(known, list.get(at));
      int low = random.nextInt(6);
      if (random.nextInt(500) == 0) {
        list.clear();
        model.clear();
      } else if (random.nextInt(100) == 0) {
        list.removeIf(each -> each.endpoint().port() % 6 > low);
        model.values().removeIf(each -> each.endpoint().port() % 6 > low);
      } else if (known == null) {
        Host host = new Host(at);
        list.add(host);
        model.put(at, host);
      } else if (low > 1) {
        list.remove(known);
        model.remove(at);
      }
      assertEquals(List.copyOf(model.values()), list.all());
      list.checkInvariants();
    }
  }
}
