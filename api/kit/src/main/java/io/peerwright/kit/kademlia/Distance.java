package io.peerwright.kit.kademlia;

import java.math.BigInteger;

/**
 * How far a peer is from a number: what an overlay calls near. No two peers may be equally far from
 * one number.
 */
@FunctionalInterface
public interface Distance {

  /** Kademlia's: the exclusive or, the same in both directions. */
  Distance XOR = BigInteger::xor;

  /**
   * On a ring: from the peer upwards to the number, and over the top to zero. So those near a
   * number are at it or before it, as are the fingers of Chord (Stoica and others 2001) that lead
   * there.
   */
  Distance CLOCKWISE =
      (peer, target) -> target.subtract(peer).mod(BigInteger.ONE.shiftLeft(Contact.ID_BITS));

  /**
   * The distance.
   *
   * @param peer the number of a peer
   * @param target what is looked for
   * @return not negative
   */
  BigInteger between(BigInteger peer, BigInteger target);
}
