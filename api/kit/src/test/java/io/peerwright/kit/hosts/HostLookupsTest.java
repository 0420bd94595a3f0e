package io.peerwright.kit.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostLookupsTest {

  private static final long SECOND = 1_000_000_000L;

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
  private final Host host = simulation.newHost("a", null, null);
  private final List<String> told = new ArrayList<>();
  private final HostLookups.Listener listener =
      new HostLookups.Listener() {
        @Override
        public void onFound(List<Endpoint> permitted, int leftOut) {
          told.add(permitted + " but " + leftOut);
        }

        @Override
        public void onUnknown(HostPort unknown) {
          told.add("no " + unknown);
        }
      };

  @AfterEach
  void close() {
    simulation.close();
  }

  private HostLookups lookUps() {
    return new HostLookups(host.transport(), AddressPolicy.LOCAL_SOURCES, SECOND, 2);
  }

  private static List<HostPort> hosts(String... texts) {
    return Stream.of(texts).map(HostPort::parse).toList();
  }

  @Test
  void addressesAreToldAtOnceAsFarAsWhoeverNamedThemMay() {
    lookUps().find(hosts("192.0.2.1:80", "127.0.0.1:80", "10.0.0.1:1"), Reach.WORLD, listener);
    assertEquals(List.of("[192.0.2.1:80] but 2"), told);
    told.clear();
    lookUps().find(hosts("127.0.0.1:80"), Reach.HOST, listener);
    assertEquals(List.of("[127.0.0.1:80] but 0"), told);
  }

  @Test
  void namesAreLookedUpAsFarAsAListMayHaveThem() {
    lookUps()
        .find(hosts("localhost:7", "nowhere.example:8", "third.example:9"), Reach.HOST, listener);
    assertEquals(List.of("[] but 0"), told);
    simulation.runFor(Duration.ofSeconds(5));
    assertEquals(3, told.size(), told::toString);
    assertEquals(1, told.stream().filter("no nowhere.example:8"::equals).count());
    assertEquals(1, told.stream().filter(each -> each.contains(":7")).count(), told::toString);
  }

  @Test
  void nothingIsToldAfterTheEnd() {
    HostLookups lookUps = lookUps();
    lookUps.find(hosts("localhost:7", "nowhere.example:8"), Reach.HOST, listener);
    told.clear();
    lookUps.close();
    simulation.runFor(Duration.ofSeconds(5));
    assertEquals(List.of(), told);
  }
}
