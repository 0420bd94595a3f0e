package io.peerwright.overlay.gnutella.forwarding;

/** Where a search can go from here: the neighbours that forward, by number. */
public interface Field {

  /** How many neighbours there are to ask. */
  int width();

  /** How many neighbours each of those has, as far as is known; at least 2. */
  int degree();

  /** How long an answer may take for each hop, as the round trips to the neighbours tell. */
  long nanosPerHop();

  /** How far a query may go at most. */
  int maxTtl();

  /**
   * What a look into the tables of neighbours has brought.
   *
   * @param asked how many were asked, because they have such words
   * @param servents how many were asked or need not be, because they have other words
   */
  record Probe(int asked, double servents) {}

  /**
   * Asks so many neighbours at most that have told such words, and lets them ask nobody but their
   * leaves. They may be asked again, to forward; they are the last then.
   */
  Probe probe(int most);

  /** Asks a neighbour, which forwards if the TTL is above 1. */
  void ask(int neighbour, int ttl);

  /** How many neighbours have not said that they are done with what they were asked. */
  int busy();

  /** Whether each of these says so when it is. */
  boolean busySay();

  /** How many servents one walker may come to at most. */
  int maxSteps();

  /** Asks a neighbour, which asks one of its neighbours, and so on: so many servents in all. */
  void walk(int neighbour, int steps);

  /** Asks from now on as if it were another search: who has seen it before will forward it. */
  void renew();
}
