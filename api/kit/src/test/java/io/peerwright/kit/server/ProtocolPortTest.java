package io.peerwright.kit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.server.PortProtocol.Match;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several protocols at one port, in simulation. */
class ProtocolPortTest {

  private static final Endpoint AT = Endpoint.parse("10.9.0.1:6346");
  private static final ProtocolPort.Limits LIMITS =
      new ProtocolPort.Limits(20, 3, 1_000_000_000L, 10_000_000_000L);
  private static final String REQUEST = "GET /file HTTP/1.1\r\nHost: here\r\n\r\n" + "x".repeat(99);

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final Host host = simulation.newHost("server", AT, null);
  private final Host client = simulation.newHost("client", null, null);
  private final List<Reason> refused = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  /** Credit that a handler gives when it opens and after each delivery. */
  private int credit = Link.UNLIMITED;

  private boolean turnsAway;
  private final List<Link> links = new ArrayList<>();
  private ProtocolPort port;
  private @Nullable Reason stopped;

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  // ---- which protocol

  @Test
  void theFirstBytesSayWhatIsSpoken() {
    open(protocol("HTTP", "GET /", "HEAD /"), protocol("Napster", "GET"), protocol("x", "GIV "));
    assertEquals("HTTP", said("GET /a"));
    assertEquals("HTTP", said("HEAD /a"));
    assertEquals("Napster", said("GET nick \"a\" 0"));
    assertEquals("Napster", said("GETLIST"));
    assertEquals("x", said("GIV 1:2/a"));
    assertEquals(List.of(), refused);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 17, 63, 64, 65, 100, 132})
  void itDoesNotMatterHowTheBytesAreCut(int at) {
    open(protocol("other", "GET x"), protocol("HTTP", "GET /"), protocol("late", "G"));
    Caller caller = new Caller();
    caller.send(REQUEST.substring(0, at));
    simulation.runFor(Duration.ofSeconds(1));
    caller.send(REQUEST.substring(at));
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals("HTTP", name());
    assertEquals(REQUEST, received());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 100})
  void aHandlerIsGivenNoMoreThanItAsksFor(int bytes) {
    credit = bytes;
    open(protocol("HTTP", "GET /"), protocol("other", "x"));
    Caller caller = new Caller();
    for (int i = 0; i < REQUEST.length(); i += 50) {
      caller.send(REQUEST.substring(i, Math.min(REQUEST.length(), i + 50)));
      simulation.runFor(Duration.ofMillis(500));
    }
    caller.link.closeOutput();
    simulation.runFor(Duration.ofSeconds(2));
    assertEquals(REQUEST, received());
    assertTrue(
        events.stream().filter(each -> each.startsWith("<")).allMatch(s -> s.length() <= bytes + 1),
        events::toString);
    assertEquals("no more", events.get(events.size() - 2));
    assertEquals("over ENDED", events.get(events.size() - 1));
  }

  @Test
  void whatIsHeldWaitsForCredit() {
    credit = 0;
    List<Link> links = open(protocol("HTTP", "GET /"), protocol("other", "x"));
    Caller caller = new Caller();
    String text = REQUEST.substring(0, 40);
    caller.send(text);
    caller.link.closeOutput();
    simulation.runFor(Duration.ofSeconds(5));
    assertEquals("", received());
    assertEquals(List.of("HTTP"), events);
    host.loop().execute(() -> links.get(0).request(7));
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(REQUEST.substring(0, 7), received());
    host.loop().execute(() -> links.get(0).request(Link.UNLIMITED));
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(text, received());
    assertEquals("over ENDED", events.get(events.size() - 1));
  }

  @Test
  void anEndDecidesWhatMoreBytesWould() {
    open(protocol("HTTP", "GET /"), protocol("Napster", "GET"));
    Caller caller = new Caller();
    caller.send("GET");
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(), events);
    caller.link.closeOutput();
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of("Napster", "<GET", "no more", "over ENDED"), events);
  }

  @Test
  void whoSaysNothingIsSpokenTo() {
    PortProtocol napster = protocol("Napster", "GET");
    port(List.of(protocol("HTTP", "GET /"), napster), napster, 2_000_000_000L);
    Caller silent = new Caller();
    Caller begun = new Caller();
    begun.send("GET");
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(), events);
    simulation.runFor(Duration.ofMillis(1500));
    assertEquals(List.of("Napster"), events);
    silent.send("SEND me");
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of("Napster", "<SEND me"), events);
    begun.send(" /a");
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals("HTTP", events.get(2));
  }

  // ---- whom nobody wants

  @Test
  void whatNobodyWantsIsCutOff() {
    open(protocol("HTTP", "GET /"), protocol("long", "L".repeat(1000)));
    Caller garbage = new Caller();
    garbage.send("\u0000\u00ff garbage");
    Caller endless = new Caller();
    endless.send("L".repeat(500));
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(Reason.RESET, garbage.closed);
    assertEquals(Reason.RESET, endless.closed);
    assertEquals(List.of(Reason.PROTOCOL, Reason.PROTOCOL), refused);
    assertEquals(List.of(), events);
    assertEquals(0, port.newcomers());
  }

  @Test
  void whoSaysNothingOrTooLittleIsCutOffInTime() {
    open(protocol("HTTP", "GET /"), protocol("other", "x"));
    Caller silent = new Caller();
    Caller dripping = new Caller();
    for (int i = 0; i < 4; i++) {
      dripping.send("GET ".substring(i, i + 1));
      simulation.runFor(Duration.ofMillis(2400));
      assertNull(dripping.closed);
    }
    assertEquals(2, port.newcomers());
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(Reason.RESET, silent.closed);
    assertEquals(Reason.RESET, dripping.closed);
    assertEquals(List.of(Reason.TIMEOUT, Reason.TIMEOUT), refused);
    assertEquals(0, port.newcomers());
  }

  @Test
  void oneProtocolIsToldOfALinkAtOnceAndHasItsTimeToo() {
    open(protocol("only", "x"));
    Caller silent = new Caller();
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of("only"), events);
    simulation.runFor(Duration.ofSeconds(10));
    assertEquals(Reason.RESET, silent.closed);
    assertEquals(List.of(Reason.TIMEOUT), refused);
  }

  @Test
  void anAddressHasItsPlacesUntilItSaysWhatItWants() {
    open(protocol("HTTP", "GET /"), protocol("other", "x"));
    List<Caller> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(new Caller());
      simulation.runFor(Duration.ofMillis(500));
    }
    assertEquals(Reason.RESET, all.get(0).closed);
    assertEquals(3, port.newcomers());
    assertEquals(1, port.turnedAway());
    all.subList(1, 4).forEach(each -> each.send(REQUEST));
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(0, port.newcomers());
    for (int i = 0; i < 3; i++) {
      new Caller();
    }
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(3, port.newcomers());
    assertEquals(1, port.turnedAway());
    simulation.runFor(Duration.ofSeconds(11));
    assertEquals(0, port.newcomers());
    assertTrue(all.subList(1, 4).stream().allMatch(each -> each.closed == null));
  }

  @Test
  void whomAProtocolTurnsAwayHoldsNoPlace() {
    turnsAway = true;
    open(protocol("HTTP", "GET /"), protocol("other", "x"));
    Caller caller = new Caller();
    caller.send(REQUEST);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(Reason.RESET, caller.closed);
    assertEquals(0, port.newcomers());
  }

  @Test
  void closingItCutsThoseOffThatHaveSaidNothing() {
    open(protocol("HTTP", "GET /"), protocol("other", "x"));
    Caller silent = new Caller();
    Caller served = new Caller();
    served.send(REQUEST);
    simulation.runFor(Duration.ofSeconds(1));
    port.close();
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(Reason.RESET, silent.closed);
    assertNull(served.closed);
    assertEquals(0, port.newcomers());
    assertEquals(List.of(), refused);
    assertNotNull(stopped);
    Caller late = new Caller();
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(Reason.REFUSED, late.closed);
  }

  // ---- the lab

  private List<Link> open(PortProtocol... protocols) {
    port(List.of(protocols), null, 0);
    return links;
  }

  private void port(List<PortProtocol> protocols, @Nullable PortProtocol silent, long after) {
    ProtocolPort.Owner owner =
        new ProtocolPort.Owner() {
          @Override
          public void onListening(Endpoint bound) {
            assertEquals(AT, bound);
          }

          @Override
          public void onRefused(Endpoint remote, Reason reason) {
            refused.add(reason);
          }

          @Override
          public void onStopped(Reason reason) {
            stopped = reason;
          }
        };
    port = new ProtocolPort(host.loop(), LIMITS, owner, protocols, silent, after);
    port.listen(host.transport(), AT, SocketOptions.DEFAULT);
  }

  private String said(String text) {
    events.clear();
    new Caller().send(text);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(text, received());
    return name();
  }

  private String name() {
    return events.get(0);
  }

  private String received() {
    StringBuilder all = new StringBuilder();
    events.stream().filter(each -> each.startsWith("<")).forEach(s -> all.append(s, 1, s.length()));
    return all.toString();
  }

  private PortProtocol protocol(String name, String... starts) {
    return new PortProtocol() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Match match(ByteBuffer prefix) {
        assertTrue(prefix.isReadOnly() && prefix.hasRemaining());
        assertTrue(prefix.remaining() <= PortProtocol.MAX_PREFIX);
        Match match = PortProtocol.startsWith(prefix, starts);
        prefix.position(prefix.limit());
        return match;
      }

      @Override
      public @Nullable LinkHandler onLink(Link link, Newcomer newcomer) {
        links.add(link);
        return turnsAway ? null : new Speaking(name, newcomer);
      }
    };
  }

  private final class Speaking implements LinkHandler {
    private final String name;
    private final Newcomer newcomer;

    private Speaking(String name, Newcomer newcomer) {
      this.name = name;
      this.newcomer = newcomer;
    }

    @Override
    public void onOpen(Link link) {
      events.add(name);
      if (credit > 0) {
        link.request(credit);
      }
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      newcomer.release();
      events.add("<" + ISO_8859_1.decode(data));
      if (credit > 0 && credit < Link.UNLIMITED) {
        int more = events.get(events.size() - 1).length() - 1;
        link.request(more);
      }
    }

    @Override
    public void onInputClosed(Link link) {
      events.add("no more");
      link.closeOutput();
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      newcomer.release();
      events.add("over " + reason);
    }
  }

  private final class Caller implements LinkHandler {
    private final Link link;
    private boolean open;
    private @Nullable Reason closed;

    private Caller() {
      link = client.transport().connect(AT, SocketOptions.DEFAULT, this);
      link.request(Link.UNLIMITED);
      simulation.runUntil(() -> open || closed != null, Duration.ofSeconds(5));
    }

    private void send(String text) {
      assertEquals(text.length(), link.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1))));
    }

    @Override
    public void onOpen(Link opened) {
      open = true;
    }

    @Override
    public void onData(Link from, ByteBuffer data) {}

    @Override
    public void onClosed(Link ended, Reason reason) {
      closed = reason;
    }
  }
}
