package io.peerwright.multicast.rendezvous;

import io.peerwright.api.multicast.Group;

/**
 * What a server does for its clients.
 *
 * @param <C> a client
 */
interface Requests<C> {

  Registry registry();

  ServerCounters counters();

  /** Seconds since the server was opened, from 1. */
  int seconds();

  /** The time of the loop, in ns. */
  long now();

  /** Tells a client of all groups that are announced, and will be. */
  void discover(C client);

  /** Makes a group known for a client. */
  void announce(C client, Group group);

  /** Ends what {@link #announce} began. */
  void withdraw(C client, Group group);

  /** A client's link is over. */
  void gone(C client);
}
