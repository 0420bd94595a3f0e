package io.peerwright.decorators.tls;

import io.peerwright.api.Host;
import io.peerwright.decorators.tls.TlsConfig.Trust;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.tls.KeyFiles;
import io.peerwright.kit.tls.LoopRandom;
import io.peerwright.kit.tls.Trusting;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the engines of one host. */
final class Engines {

  private final SSLContext context;
  private final TlsConfig config;

  private Engines(SSLContext context, TlsConfig config) {
    this.context = context;
    this.config = config;
  }

  /**
   * Reads the stores.
   *
   * @throws IllegalArgumentException that says what is missing or wrong
   */
  static Engines of(Host host, TlsConfig config) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(host, config), trust(host, config), new LoopRandom(host.loop()));
      return new Engines(context, config);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static KeyManager @Nullable [] keys(Host host, TlsConfig config)
      throws GeneralSecurityException {
    if (config.keyStore() == null) {
      return null;
    }
    char[] password = config.keyPassword().toCharArray();
    KeyStore store = read("keyStore", host, config.keyStore(), password);
    boolean usable = false;
    for (String alias : Collections.list(store.aliases())) {
      usable |= store.isKeyEntry(alias);
    }
    if (!usable) {
      throw new IllegalArgumentException("keyStore: there is no key in " + config.keyStore());
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trust(Host host, TlsConfig config)
      throws GeneralSecurityException {
    if (config.trust() == Trust.SYSTEM) {
      return null;
    }
    if (config.trust() == Trust.ANY) {
      return Trusting.anybody();
    }
    if (config.trustStore() == null) {
      throw new IllegalArgumentException(
          "trustStore is missing: name a PKCS#12 or PEM file with the certificates to trust, or"
              + " set trust to \"system\", or to \"any\" to talk to anybody");
    }
    char[] password = config.trustPassword().toCharArray();
    return Trusting.those(read("trustStore", host, config.trustStore(), password));
  }

  private static KeyStore read(String key, Host host, Path path, char[] password)
      throws GeneralSecurityException {
    Path file = HostFiles.locate(host, path);
    try {
      return KeyFiles.read(file, password);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(key + ": there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          key + ": " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  boolean canListen() {
    return config.keyStore() != null;
  }

  SSLEngine client() {
    boolean named = !config.serverName().isEmpty();
    SSLEngine engine =
        named ? context.createSSLEngine(config.serverName(), -1) : context.createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine);
    if (named && config.trust() != Trust.ANY) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  SSLEngine server() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = parameters(engine);
    switch (config.clientAuthentication()) {
      case WANT -> parameters.setWantClientAuth(true);
      case NEED -> parameters.setNeedClientAuth(true);
      default -> parameters.setNeedClientAuth(false);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private SSLParameters parameters(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(config.protocols().toArray(new String[0]));
    return parameters;
  }
}
