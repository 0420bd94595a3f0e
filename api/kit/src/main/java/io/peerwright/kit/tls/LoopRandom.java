package io.peerwright.kit.tls;

import io.peerwright.api.Loop;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The chance of a host's keys and nonces: HMAC_DRBG with SHA-256 (NIST SP 800-90A, 10.1.2), seeded
 * from {@link Loop#secureRandom}, so that a simulation repeats it. A generator of its own is needed
 * because TLS draws from it on worker threads, where the loop must not be asked.
 */
public final class LoopRandom extends SecureRandom {

  private static final long serialVersionUID = 1;

  /** Twice the security strength, and a nonce of half of it. */
  private static final int SEED_BYTES = 48;

  /** Of a host. */
  public LoopRandom(Loop loop) {
    // Without a provider the calls are synchronized for us.
    super(new HmacDrbg(seed(loop)), null);
  }

  private static byte[] seed(Loop loop) {
    byte[] seed = new byte[SEED_BYTES];
    loop.secureRandom(seed);
    return seed;
  }

  /** The generator itself. */
  static final class HmacDrbg extends SecureRandomSpi {

    private static final long serialVersionUID = 1;
    private static final String HMAC = "HmacSHA256";
    private static final int OUTPUT_BYTES = 32;

    private final transient Mac mac;
    private byte[] value = new byte[OUTPUT_BYTES];

    HmacDrbg(byte[] seed) {
      try {
        mac = Mac.getInstance(HMAC);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has " + HMAC, e);
      }
      key(new byte[OUTPUT_BYTES]);
      Arrays.fill(value, (byte) 1);
      update(seed);
    }

    private void key(byte[] key) {
      try {
        mac.init(new SecretKeySpec(key, HMAC));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("any bytes are a key of " + HMAC, e);
      }
    }

    /** HMAC_DRBG_Update. */
    private void update(byte[] data) {
      mix((byte) 0, data);
      if (data.length > 0) {
        mix((byte) 1, data);
      }
    }

    private void mix(byte round, byte[] data) {
      mac.update(value);
      mac.update(round);
      key(mac.doFinal(data));
      value = mac.doFinal(value);
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      update(seed);
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i += OUTPUT_BYTES) {
        value = mac.doFinal(value);
        System.arraycopy(value, 0, bytes, i, Math.min(OUTPUT_BYTES, bytes.length - i));
      }
      update(new byte[0]);
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      byte[] seed = new byte[count];
      engineNextBytes(seed);
      return seed;
    }
  }
}
