package io.peerwright.decorators.tls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the streams of a peer are secured. Relative paths start at the folder of the peer.
 *
 * @param keyStore our key and certificate chain: a PKCS#12 file, or a PEM file with an unencrypted
 *     PKCS#8 key and the chain, our own certificate first. Null for a peer that only connects
 * @param keyPassword of the PKCS#12 file
 * @param trust whose certificates are accepted
 * @param trustStore the certificates that are trusted, of authorities or of peers: a PKCS#12 or a
 *     PEM file
 * @param trustPassword of the PKCS#12 file
 * @param clientAuthentication what those who connect to us have to show
 * @param serverName the name that those we connect to must have in their certificates, which is
 *     also told to them (SNI); empty if any trusted certificate will do, as among peers that are
 *     known by addresses only
 * @param protocols the versions in use: {@code TLSv1.3} and {@code TLSv1.2}
 */
public record TlsConfig(
    @Nullable Path keyStore,
    String keyPassword,
    Trust trust,
    @Nullable Path trustStore,
    String trustPassword,
    ClientAuthentication clientAuthentication,
    String serverName,
    List<String> protocols) {

  private static final List<String> KNOWN = List.of("TLSv1.3", "TLSv1.2");

  /** No key, nobody trusted: what is missing has to be given. */
  public static final TlsConfig DEFAULT =
      new TlsConfig(null, "", Trust.STORE, null, "", ClientAuthentication.NONE, "", KNOWN);

  /** Whose certificates are accepted. */
  public enum Trust {
    /** Those of the trust store, and those that they have signed. */
    STORE,
    /** Those that the JDK trusts. */
    SYSTEM,
    /** Anybody's: nobody can listen in, but the remote side may be anyone. */
    ANY
  }

  /** What those who connect to us have to show. */
  public enum ClientAuthentication {
    /** Nothing. */
    NONE,
    /** A certificate if they have one; it must be trusted. */
    WANT,
    /** A trusted certificate. */
    NEED
  }

  /** Checks the protocols. */
  public TlsConfig {
    protocols = List.copyOf(protocols);
    if (protocols.isEmpty() || !KNOWN.containsAll(protocols)) {
      throw new IllegalArgumentException(
          "protocols must be some of " + KNOWN + ", is " + protocols);
    }
  }

  /** With this key, and trusting the certificates of a store of the same password. */
  public static TlsConfig of(Path keyStore, String password, Path trustStore) {
    return new TlsConfig(
        keyStore,
        password,
        Trust.STORE,
        trustStore,
        password,
        ClientAuthentication.NONE,
        "",
        KNOWN);
  }

  /** Trusting others. */
  public TlsConfig withTrust(Trust whom) {
    return new TlsConfig(
        keyStore,
        keyPassword,
        whom,
        trustStore,
        trustPassword,
        clientAuthentication,
        serverName,
        protocols);
  }

  /** With other demands on those who connect. */
  public TlsConfig withClientAuthentication(ClientAuthentication demand) {
    return new TlsConfig(
        keyStore, keyPassword, trust, trustStore, trustPassword, demand, serverName, protocols);
  }

  /** Connecting to peers of this name only. */
  public TlsConfig withServerName(String name) {
    return new TlsConfig(
        keyStore,
        keyPassword,
        trust,
        trustStore,
        trustPassword,
        clientAuthentication,
        name,
        protocols);
  }

  /** With other versions. */
  public TlsConfig withProtocols(String... versions) {
    return new TlsConfig(
        keyStore,
        keyPassword,
        trust,
        trustStore,
        trustPassword,
        clientAuthentication,
        serverName,
        List.of(versions));
  }
}
