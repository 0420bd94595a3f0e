package io.peerwright.transport.inmemory.igmp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A simulated host puts the same bytes on its LAN as a kernel did for the same calls. */
class KernelReportsTest {

  private static final Duration ALL_REPEATS = Duration.ofSeconds(11);

  private final List<MembershipMessage> said = new ArrayList<>();
  private Simulation simulation;
  private HostMembership ipv4;
  private HostMembership ipv6;
  private final TreeSet<Endpoint> sources = new TreeSet<>();

  @BeforeEach
  void start() {
    simulation = Simulation.create(InMemoryConfig.DEFAULT);
    ipv4 = newHost("four");
    ipv6 = newHost("six");
  }

  private HostMembership newHost(String name) {
    Host host = simulation.newHost(name, null, null);
    RandomGenerator random = host.loop().random("test");
    return new HostMembership(
        new MembershipPort() {
          @Override
          public Loop loop() {
            return host.loop();
          }

          @Override
          public RandomGenerator random() {
            return random;
          }

          @Override
          public void send(MembershipMessage message) {
            said.add(message);
          }
        });
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = KernelReportsTest.class.getResourceAsStream("/igmp/linux-6.18.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(each -> !each.startsWith("#"))
          .toList();
    }
  }

  private static Endpoint address(String text) {
    return Endpoint.parse(text + ":0");
  }

  private void call(String[] words) {
    said.clear();
    if (words[1].equals("version2")) {
      ipv4.hasHeardV2(simulation.now().toNanos());
      return;
    }
    Endpoint group = address(words[2]);
    boolean joins = words[1].equals("join");
    if (words.length > 3) {
      boolean changed = joins ? sources.add(address(words[3])) : sources.remove(address(words[3]));
      assertTrue(changed);
    }
    SourceFilter wanted =
        words.length > 3
            ? SourceFilter.only(sources)
            : joins ? SourceFilter.ALL : SourceFilter.NONE;
    (group.isIpv4() ? ipv4 : ipv6).change(group, wanted);
    simulation.runFor(ALL_REPEATS);
  }

  @Test
  void theBytesAreThoseOfLinux() throws IOException {
    int compared = 0;
    String last = "";
    for (String line : lines()) {
      String[] words = line.split(" ");
      if (words[0].equals("call")) {
        assertEquals(List.of(), said, "more than Linux said after " + last);
        last = line;
        call(words);
        continue;
      }
      Endpoint from = address(words[0]);
      byte[] bytes = HexFormat.of().parseHex(words[2]);
      MembershipMessage ours = said.remove(0);
      assertEquals(address(words[1]), ours.to(from.isIpv4()), last);
      assertArrayEquals(bytes, MembershipCodec.encode(ours, from), last);
      assertEquals(ours, MembershipCodec.decode(bytes, from, address(words[1])), last);
      compared++;
    }
    assertEquals(List.of(), said, "more than Linux said after " + last);
    assertEquals(19, compared);
  }
}
