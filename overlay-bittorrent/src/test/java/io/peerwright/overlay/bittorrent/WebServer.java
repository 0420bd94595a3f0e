package io.peerwright.overlay.bittorrent;

import io.peerwright.api.Host;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.tls.KeyFiles;
import io.peerwright.kit.tls.TlsTransport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** A simulated web server: contents by their path, parts of them if asked for, and redirects. */
final class WebServer {

  static final char[] PASSWORD = "secret".toCharArray();

  final Map<String, byte[]> contents = new TreeMap<>();

  /** Where paths lead to instead. */
  final Map<String, String> moved = new TreeMap<>();

  final List<String> asked = new ArrayList<>();
  final Host host;

  /** How often somebody has connected. */
  int connections;

  /** How far behind the range that is asked for the one lies that is sent. */
  int shift;

  /** Listens at the port of http, or of https with a certificate for {@code web}. */
  WebServer(Pool pool, String name, boolean https) {
    host = pool.simulation.newHost(name, null, null);
    HttpServer server =
        new HttpServer(
            host.loop(),
            new HttpServer.Limits(10, 10, 8192, 1 << 24, 600_000_000_000L),
            new MemoryBudget(1L << 30),
            this::onRequest);
    Transport transport = host.transport();
    if (https) {
      SSLContext context = context();
      transport =
          new TlsTransport(
              transport, host.loop(), () -> engine(context, true), () -> engine(context, false));
    }
    transport.listen(
        host.listenAddress().withPort(https ? 443 : 80),
        SocketOptions.DEFAULT,
        link -> {
          connections++;
          return server.onAccept(link);
        });
  }

  /** What is trusted by who trusts the server. */
  static Path certificate() {
    return resource("trusted.pem");
  }

  private static Path resource(String name) {
    try {
      return Path.of(WebServer.class.getResource("/https/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLContext context() {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(KeyFiles.read(resource("web.p12"), PASSWORD), PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLEngine engine(SSLContext context, boolean client) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(client);
    return engine;
  }

  private void onRequest(HttpRequest request, HttpExchange exchange) {
    String range = request.fields().first("Range");
    asked.add(request.path() + " " + range);
    String location = moved.get(request.path());
    if (location != null) {
      HttpFields fields = HttpFields.NONE.with("Location", location);
      exchange.reply(302, fields, ByteBuffer.wrap("moved".getBytes()));
      return;
    }
    byte[] content = contents.get(request.path());
    if (content == null || range == null) {
      exchange.reply(404, HttpFields.NONE, ByteBuffer.allocate(0));
      return;
    }
    String[] ends = range.substring("bytes=".length()).split("-");
    int from = Integer.parseInt(ends[0]) + shift;
    int to = Math.min(content.length, Integer.parseInt(ends[1]) + shift + 1);
    String sent = "bytes " + from + "-" + (to - 1) + "/" + content.length;
    HttpFields fields = HttpFields.NONE.with("Content-Range", sent);
    exchange.reply(206, fields, ByteBuffer.wrap(content, from, to - from));
  }
}
