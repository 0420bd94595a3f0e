package io.peerwright.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.vertx.SocketShell.Remote;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** IP multicast between two machines with two cables between them. */
class VethMulticastTest {

  private static final int PORT = 8383;
  private static final int COUNT = 20;

  /** A kind of group, the source-specific groups of its family, and the addresses of the cables. */
  enum Kind {
    IPV4("0.0.0.0", "239.83.0.1", "239.83.0.9", "232.83.0.1", "10.83.%d.%d:0"),
    IPV6_LINK("[::]", "[ff12::8301]", "[ff12::8309]", "[ff32::8000:83]", "[fd83:%d::%d]:0"),
    IPV6_SITE("[::]", "[ff15::8301]", "[ff15::8309]", "[ff35::8000:83]", "[fd83:%d::%d]:0");

    final String any;
    final String group;

    /** All members are in it, too: what is sent to it last comes last. */
    final String lastGroup;

    final String sourceGroup;
    private final String addresses;

    Kind(String any, String group, String lastGroup, String sourceGroup, String addresses) {
      this.any = any + ":" + PORT;
      this.group = group + ":" + PORT;
      this.lastGroup = lastGroup + ":" + PORT;
      this.sourceGroup = sourceGroup + ":" + PORT;
      this.addresses = addresses;
    }

    String near(int cable) {
      return address(cable, 1);
    }

    String far(int cable) {
      return address(cable, 2);
    }

    String address(int cable, int number) {
      return Endpoint.parse(String.format(addresses, cable, number)).toString();
    }
  }

  private static TwoMachines machines;

  @BeforeAll
  static void start() throws IOException {
    machines = new TwoMachines(2);
    // A second address, for a second source.
    machines.namespaces.ip("near", "addr add 10.83.0.3/24 dev e0");
    machines.namespaces.ip("near", "addr add fd83:0::3/64 dev e0 nodad");
  }

  @AfterAll
  static void stop() {
    if (machines != null) {
      machines.close();
    }
  }

  @AfterEach
  void reset() {
    machines.near.ask("reset");
    machines.far.ask("reset");
  }

  private static String ask(Remote machine, String format, Object... arguments) {
    return machine.ask(String.format(format, arguments));
  }

  /** A socket that is in no group yet but the last one. */
  private static void listener(Remote machine, String name, Kind kind) {
    assertEquals("bound", ask(machine, "bind %s %s - loop", name, kind.any));
    String own = machine == machines.near ? kind.near(0) : kind.far(0);
    join(machine, name, kind.lastGroup, own, "-");
  }

  private static void join(
      Remote machine, String name, String group, String onInterface, String source) {
    assertEquals(
        "member " + group + " " + (source.equals("-") ? null : source) + " null",
        ask(machine, "join %s %s %s %s", name, group, onInterface, source));
  }

  private static void sender(String name, String address, String onInterface, String loopback) {
    assertEquals(
        "bound", ask(machines.near, "bind %s %s %s %s", name, address, onInterface, loopback));
  }

  private static void send(String name, String group) {
    assertEquals("sent", ask(machines.near, "send %s %s %s %d", name, group, name, COUNT));
  }

  /** What the listeners have heard is complete. */
  private static void sendLast(Kind kind) {
    if (machines.near.ask("send last " + kind.lastGroup + " over 1").startsWith("failed")) {
      sender("last", kind.near(0), kind.near(0), "loop");
      machines.near.ask("send last " + kind.lastGroup + " over 1");
    }
  }

  private static void heard(Remote machine, String name, String counts) {
    assertEquals(counts, ask(machine, "count %s over", name), name);
  }

  @ParameterizedTest
  @EnumSource
  void membersOfBothMachinesHear(Kind kind) {
    listener(machines.near, "here", kind);
    listener(machines.far, "there", kind);
    listener(machines.far, "stranger", kind);
    join(machines.near, "here", kind.group, kind.near(0), "-");
    join(machines.far, "there", kind.group, kind.far(0), "-");
    sender("x", kind.near(0), kind.near(0), "loop");
    send("x", kind.group);
    sendLast(kind);
    heard(machines.near, "here", "{x=20}");
    heard(machines.far, "there", "{x=20}");
    // On JDK 17 an IPv6 socket hears the groups of other sockets of its port, whatever we do.
    if (kind == Kind.IPV4) {
      heard(machines.far, "stranger", "{}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ownMachineHearsNothingWithLoopbackOff(Kind kind) {
    listener(machines.near, "here", kind);
    listener(machines.far, "there", kind);
    join(machines.near, "here", kind.group, kind.near(0), "-");
    join(machines.far, "there", kind.group, kind.far(0), "-");
    sender("quiet", kind.near(0), kind.near(0), "-");
    send("quiet", kind.group);
    sendLast(kind);
    heard(machines.near, "here", "{}");
    heard(machines.far, "there", "{quiet=20}");
  }

  @ParameterizedTest
  @EnumSource
  void membershipIsThatOfAnInterface(Kind kind) {
    listener(machines.far, "there", kind);
    join(machines.far, "there", kind.group, kind.far(0), "-");
    sender("zero", kind.near(0), kind.near(0), "-");
    sender("one", kind.near(1), kind.near(1), "-");
    send("one", kind.group);
    send("zero", kind.group);
    sendLast(kind);
    heard(machines.far, "there", "{zero=20}");

    join(machines.far, "there", kind.group, kind.far(1), "-");
    send("one", kind.group);
    send("zero", kind.group);
    sendLast(kind);
    heard(machines.far, "there", "{one=20, zero=20}");

    ask(machines.far, "leave there %s %s -", kind.group, kind.far(0));
    send("one", kind.group);
    send("zero", kind.group);
    sendLast(kind);
    heard(machines.far, "there", "{one=20}");
  }

  @ParameterizedTest
  @EnumSource
  void onlyChosenSourcesAreHeard(Kind kind) {
    listener(machines.far, "there", kind);
    String second = kind.address(0, 3);
    join(machines.far, "there", kind.sourceGroup, kind.far(0), kind.near(0));
    sender("first", kind.near(0), kind.near(0), "-");
    sender("second", second, kind.near(0), "-");
    send("second", kind.sourceGroup);
    send("first", kind.sourceGroup);
    sendLast(kind);
    heard(machines.far, "there", "{first=20}");

    join(machines.far, "there", kind.sourceGroup, kind.far(0), second);
    send("second", kind.sourceGroup);
    send("first", kind.sourceGroup);
    sendLast(kind);
    heard(machines.far, "there", "{second=20, first=20}");

    ask(machines.far, "leave there %s %s %s", kind.sourceGroup, kind.far(0), kind.near(0));
    send("second", kind.sourceGroup);
    send("first", kind.sourceGroup);
    sendLast(kind);
    heard(machines.far, "there", "{second=20}");
  }

  @ParameterizedTest
  @EnumSource
  void nobodyHearsAfterLeaving(Kind kind) {
    listener(machines.far, "there", kind);
    join(machines.far, "there", kind.group, kind.far(0), "-");
    ask(machines.far, "leave there %s %s -", kind.group, kind.far(0));
    sender("x", kind.near(0), kind.near(0), "-");
    send("x", kind.group);
    sendLast(kind);
    heard(machines.far, "there", "{}");
    assertTrue(
        ask(machines.far, "join there 192.0.2.1:5 %s -", kind.far(0))
            .matches("member 192.0.2.1:5 null [A-Z_]+"));
  }
}
