package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.NatLab.Message;
import io.peerwright.transport.inmemory.NatLab.Udp;
import java.util.List;
import java.util.TreeSet;

/** Hole punching with datagrams, in three rounds. */
final class NatPunch {

  private static final int ROUNDS = 3;

  private final NatLab lab;
  private final Udp a;
  private final Udp b;
  private final TreeSet<Endpoint> targetsOfA;
  private final TreeSet<Endpoint> targetsOfB;
  private boolean heardByA;
  private boolean heardByB;

  NatPunch(NatLab lab, Udp a, Udp b, Endpoint atA, Endpoint atB, int guesses) {
    this.lab = lab;
    this.a = a;
    this.b = b;
    this.targetsOfA = upFrom(atB, guesses);
    this.targetsOfB = upFrom(atA, guesses);
  }

  private static TreeSet<Endpoint> upFrom(Endpoint announced, int guesses) {
    TreeSet<Endpoint> targets = new TreeSet<>();
    for (int i = 0; i <= guesses && announced.port() + i <= 65_535; i++) {
      targets.add(announced.withPort(announced.port() + i));
    }
    return targets;
  }

  /** Whether each side heard that the other had heard it. */
  boolean run() {
    for (int round = 0; round < ROUNDS && !(heardByA && heardByB); round++) {
      targetsOfA.forEach(target -> a.send(target, "p"));
      targetsOfB.forEach(target -> b.send(target, "p"));
      lab.receive(List.of(a, b), this::heard);
    }
    return heardByA && heardByB;
  }

  private void heard(Udp socket, Message message) {
    boolean acknowledges = message.text().equals("k");
    if (socket == a) {
      heardByA |= acknowledges;
      targetsOfA.add(message.from());
    } else {
      heardByB |= acknowledges;
      targetsOfB.add(message.from());
    }
    if (!(heardByA && heardByB)) {
      socket.send(message.from(), "k");
    }
  }
}
