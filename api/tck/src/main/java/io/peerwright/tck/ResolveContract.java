package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Transport#resolve} and the own addresses. */
abstract class ResolveContract extends ContractBase {

  private static final long WITHIN_NANOS = 500_000_000L;

  private final List<List<Endpoint>> found = new CopyOnWriteArrayList<>();
  private Machine a;

  @BeforeEach
  final void addMachine() {
    a = machine("a");
  }

  private List<Endpoint> resolve(String name) {
    int before = found.size();
    a.run(
        () -> {
          a.transport().resolve(name, WITHIN_NANOS, this::answer);
          assertEquals(before, found.size(), "called back before it returned");
        });
    a.await("an answer for " + name, () -> found.size() > before);
    settle();
    assertEquals(before + 1, found.size(), "answered more than once");
    return found.get(before);
  }

  private void answer(List<Endpoint> endpoints) {
    a.referee().enter(a.loop(), "the answer for a name", () -> found.add(endpoints));
  }

  @Test
  void ipv4LiteralIsItself() {
    assertEquals(List.of(Endpoint.parse("192.0.2.1:80")), resolve("192.0.2.1:80"));
  }

  @Test
  void ipv6LiteralIsItself() {
    assertEquals(List.of(Endpoint.parse("[2001:db8::1]:80")), resolve("[2001:db8::1]:80"));
  }

  @Test
  void localhostIsThisHost() {
    List<Endpoint> here = resolve("localhost:7777");
    assertFalse(here.isEmpty());
    for (Endpoint endpoint : here) {
      assertTrue(endpoint.isLoopback(), endpoint + " is not this host");
      assertEquals(7777, endpoint.port());
    }
  }

  @Test
  void unknownNameIsAnEmptyAnswer() {
    assertEquals(List.of(), resolve("no-such-host.invalid:80"));
  }

  @Test
  void closedQuestionIsNotAnswered() {
    for (String name : List.of("192.0.2.1:80", "localhost:80", "no-such-host.invalid:80")) {
      a.run(() -> a.transport().resolve(name, WITHIN_NANOS, this::answer).close());
    }
    settle();
    assertEquals(List.of(), found);
  }

  @Test
  void questionMayBeClosedAfterTheAnswer() {
    Handle question =
        a.ask(() -> a.transport().resolve("192.0.2.1:80", WITHIN_NANOS, this::answer));
    a.await("the answer", () -> !found.isEmpty());
    a.run(question::close);
    a.run(question::close);
    settle();
    assertEquals(1, found.size());
  }

  @Test
  void exceptionInAnAnswerHarmsNobody() {
    a.run(
        () ->
            a.transport()
                .resolve(
                    "192.0.2.1:80",
                    WITHIN_NANOS,
                    endpoints -> {
                      throw new IllegalStateException("thrown by a test");
                    }));
    assertEquals(1, resolve("192.0.2.2:80").size());
  }

  @Test
  void ownAddressesAreStable() {
    List<Endpoint> first = a.ask(() -> List.copyOf(a.transport().localAddresses()));
    assertFalse(first.isEmpty());
    assertEquals(first, a.ask(() -> List.copyOf(a.transport().localAddresses())));
    for (Endpoint address : first) {
      assertEquals(0, address.port());
      assertFalse(address.isAnyLocal());
      assertFalse(address.isMulticast());
    }
  }

  @Test
  void ownAddressesHavePrefixes() {
    for (Endpoint address : a.ask(() -> List.copyOf(a.transport().localAddresses()))) {
      int bits = a.ask(() -> a.transport().prefixBits(address));
      int all = address.isIpv4() ? 32 : 128;
      assertTrue(bits >= 0 && bits <= all, address + " has a prefix of " + bits + " bits");
    }
  }
}
