package io.peerwright.transport.inmemory.dvmrp;

import io.peerwright.api.net.Endpoint;
import java.util.List;

/** What routers say to each other. */
public sealed interface DvmrpMessage {

  /** The metric of what cannot be reached; added to the metric by who depends on the other. */
  int INFINITY = 32;

  /**
   * A router is there.
   *
   * @param generation another one after each start
   * @param neighbours whom it hears on this LAN
   */
  record Probe(int generation, List<Endpoint> neighbours) implements DvmrpMessage {

    /** Copies the neighbours. */
    public Probe {
      neighbours = List.copyOf(neighbours);
    }
  }

  /**
   * How far a LAN is.
   *
   * @param network the number of the LAN, which stands where the address of a network would
   * @param metric 1 to 31; {@link #INFINITY} if it cannot be reached; more than that by who would
   *     take its packets from the other routers of the LAN that hears this: poison reverse
   */
  record Route(int network, int metric) {}

  /** What a router knows. */
  record Report(List<Route> routes) implements DvmrpMessage {

    /** Copies the routes. */
    public Report {
      routes = List.copyOf(routes);
    }
  }

  /** No packets of a source to a group any more, for so many seconds. */
  record Prune(Endpoint source, Endpoint group, int lifetimeSeconds) implements DvmrpMessage {}

  /** They are wanted again. */
  record Graft(Endpoint source, Endpoint group) implements DvmrpMessage {}

  /** The graft has come. */
  record GraftAck(Endpoint source, Endpoint group) implements DvmrpMessage {}
}
