package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Connection ids of the UDP protocol (BEP 15) that nobody else can make and nobody must remember:
 * the low eight bits tell the second they were made in, the others are SipHash-2-4 of that second
 * and the address, under a secret.
 */
final class ConnectionIds {

  static final int SECRET_BYTES = 16;

  /** As long as BEP 15 wants them to be taken. */
  static final int LIFE_SECONDS = 120;

  private static final int TIME_MASK = 0xff;

  private final long key0;
  private final long key1;

  ConnectionIds(byte[] secret) {
    ByteBuffer halves = ByteBuffer.wrap(secret).order(ByteOrder.LITTLE_ENDIAN);
    key0 = halves.getLong();
    key1 = halves.getLong();
  }

  long make(Endpoint from, int nowSeconds) {
    long proof = sipHash(nowSeconds, from.high(), from.low());
    return proof & ~TIME_MASK | nowSeconds & TIME_MASK;
  }

  boolean isValid(long id, Endpoint from, int nowSeconds) {
    int age = nowSeconds - (int) id & TIME_MASK;
    return age <= LIFE_SECONDS && make(from, nowSeconds - age) == id;
  }

  /** SipHash-2-4 of 24 bytes, given as little-endian words. */
  long sipHash(long a, long b, long c) {
    State state = new State(key0, key1);
    state.word(a);
    state.word(b);
    state.word(c);
    return state.finish(24);
  }

  /** The four words that SipHash stirs. */
  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void word(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish(int bytes) {
      word((long) bytes << 56);
      v2 ^= 0xff;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
