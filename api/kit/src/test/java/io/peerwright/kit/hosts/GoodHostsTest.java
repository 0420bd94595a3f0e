package io.peerwright.kit.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.peerwright.api.Host;
import io.peerwright.api.net.HostPort;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoodHostsTest {

  private static final HostPort ONE = new HostPort("one.example", 1);
  private static final HostPort TWO = new HostPort("192.0.2.2", 2);
  private static final HostPort THREE = new HostPort("2001:db8::3", 3);

  private Simulation simulation;
  private Host host;
  private Path file;

  @BeforeEach
  void setUp() {
    simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    host = simulation.newHost("a", null, null);
    file = host.directory().resolve("state/hosts");
  }

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  private GoodHosts open() {
    return new GoodHosts(host.loop(), file, 2);
  }

  private List<HostPort> all(GoodHosts hosts) {
    List<HostPort> found = new ArrayList<>();
    boolean[] told = {false};
    hosts.all(
        known -> {
          found.addAll(known);
          told[0] = true;
        });
    assertFalse(told[0], "told before the call has returned");
    simulation.runFor(Duration.ofSeconds(1));
    return found;
  }

  @Test
  void theLatestGoodOnesAreThereInTheNextRun() {
    GoodHosts first = open();
    assertEquals(List.of(), all(first));
    first.good(ONE);
    first.good(THREE);
    first.good(ONE);
    first.good(TWO);
    assertEquals(List.of(TWO, ONE), all(first));
    assertEquals(List.of(TWO, ONE), all(open()));
  }

  @Test
  void oneThatIsGoodBeforeTheFileIsReadIsAddedToIt() {
    GoodHosts first = open();
    first.good(ONE);
    simulation.runFor(Duration.ofSeconds(1));
    GoodHosts second = open();
    second.good(THREE);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(THREE, ONE), all(open()));
    second.forget(THREE);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(ONE), all(open()));
  }

  @Test
  void nonsenseIsLeftOut() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "peerwright-hosts 1\none.example:1\nnonsense\n:5\n192.0.2.2:2\n");
    assertEquals(List.of(TWO, ONE), all(open()));
    Files.writeString(file, "something else\none.example:1\n");
    assertEquals(List.of(), all(open()));
    byte[] noise = new byte[5_000];
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      random.nextBytes(noise);
      String text = new String(noise, StandardCharsets.ISO_8859_1);
      GoodHosts.parse("peerwright-hosts 1\n" + text).forEach(HostPort::toString);
    }
  }

  /** Of the last line only a part may be there, and the first digits of a port are one, too. */
  @Test
  void aTornLineIsNoHost() {
    String text = "peerwright-hosts 1\none.example:1\n192.0.2.2:26699\n";
    for (int end = 0; end < text.length(); end++) {
      List<HostPort> found = GoodHosts.parse(text.substring(0, end));
      assertEquals(found.isEmpty() ? List.of() : List.of(ONE), found);
    }
    assertEquals(2, GoodHosts.parse(text).size());
  }

  @Test
  void ofALongFileTheLatestAreTaken() throws IOException {
    Files.createDirectories(file.getParent());
    StringBuilder text = new StringBuilder("peerwright-hosts 1\none.example:1\n");
    for (int i = 0; i < 30_000; i++) {
      text.append(i).append(".example:1\n");
    }
    Files.writeString(file, text.append("192.0.2.2:2\none.example:1\n"));
    GoodHosts hosts = open();
    assertEquals(List.of(ONE, TWO), all(hosts));
    hosts.good(THREE);
    assertEquals(List.of(THREE, ONE), all(hosts));
    assertEquals(List.of(THREE, ONE), all(open()));
  }

  @Test
  void aFileThatCannotBeUsedCostsNothing() throws IOException {
    Files.createDirectories(file);
    GoodHosts hosts = open();
    hosts.good(ONE);
    assertEquals(List.of(ONE), all(hosts));
  }
}
