package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.nat.NatBox;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A NAT box or firewall of a simulation, and the network of its own that lies behind it. Made by
 * {@code Simulation.newNat}.
 *
 * <p>Hosts behind a box have private IPv4 addresses, hear the multicast of their own network only,
 * and reach other networks through the box. Hosts of different networks are as far from each other
 * as the outermost boxes before them: a box itself takes no time, and loses nothing by chance.
 */
public final class Nat {

  /** 192.168.0.0 behind an outermost box, 172.16.0.0 behind one that is behind it, and so on. */
  private static final int OUTERMOST_NET = 192 << 24 | 168 << 16;

  private static final int FURTHER_NET = 172 << 24 | 16 << 16;

  private static final int MOST_LEVELS = 16;
  private static final int MOST_HOSTS = 65_000;

  private final SimNetwork network;
  private final SimHost face;
  private final NatBox box;
  private final int level;
  private final int net;
  private final AddressSpace inside;
  private int hosts;

  private Nat(SimNetwork network, SimHost face, NatModel model, int level) {
    this.network = network;
    this.face = face;
    this.box = new NatBox(model, face.ipv4(), Mix.of(face.identity(), 4));
    this.level = level;
    this.net = level == 1 ? OUTERMOST_NET : FURTHER_NET + (level - 2 << 16);
    this.inside = network.newGateway(face, box).inside();
  }

  /** A box of the outermost network. */
  static Nat outermost(SimNetwork network, SimHost face, NatModel model) {
    return new Nat(network, face, model, 1);
  }

  /** A box behind this one. */
  Nat newNat(String name, NatModel model) {
    if (level == MOST_LEVELS) {
      throw new IllegalArgumentException(
          "there may be " + MOST_LEVELS + " NAT boxes in a row, " + name + " is one more");
    }
    return new Nat(network, add(name, 0, null), model, level + 1);
  }

  /** The name that it was given. */
  public String name() {
    return face.name();
  }

  /** How it behaves. */
  public NatModel model() {
    return box.model();
  }

  /** Its address in the network outside, port 0. */
  public Endpoint address() {
    return box.address();
  }

  /**
   * Adds a host behind the box. One that takes the name of a closed or crashed one takes its
   * address too.
   *
   * @param listen null, or an any-local address with the host's listening port
   * @param directory null for a disk in memory
   * @throws IllegalArgumentException if an open host has that name
   * @throws IllegalStateException if the simulation is closed, or a one-to-one box has its host
   */
  public Host newHost(String name, @Nullable Endpoint listen, @Nullable Path directory) {
    if (listen != null && !listen.isAnyLocal()) {
      throw new IllegalArgumentException(
          "hosts behind a NAT box are given their addresses: write 0.0.0.0:"
              + listen.port()
              + " in place of "
              + listen);
    }
    return add(name, listen == null ? 0 : listen.port(), directory);
  }

  /** Adds a host, or the face of another box. */
  private synchronized SimHost add(String name, int port, @Nullable Path directory) {
    SimHost former = network.hosts().named(name);
    boolean returns = former != null && former.realm() == inside && !former.isOpen();
    Endpoint address = former != null && returns ? former.ipv4() : nextAddress();
    SimHost host = network.newHost(name, inside, address.withPort(port), directory);
    if (!returns) {
      hosts++;
    }
    if (isOneToOne()) {
      box.standBefore(address);
    }
    return host;
  }

  private Endpoint nextAddress() {
    if (isOneToOne() && hosts > 0) {
      throw new IllegalStateException(
          "a one-to-one box stands before one host, and " + name() + " has its host already");
    }
    if (hosts == MOST_HOSTS) {
      throw new IllegalStateException("there are " + MOST_HOSTS + " hosts behind " + name());
    }
    return Endpoint.ofIpv4(net + 2 + hosts, 0);
  }

  private boolean isOneToOne() {
    return box.model().mapping() == NatModel.Mapping.ONE_TO_ONE;
  }

  @Override
  public String toString() {
    return name();
  }
}
