package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers each request with its path, in a form. */
final class PathServer {
  static final String FORM = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nrequest %s";

  final List<Served> links = new ArrayList<>();
  String form = FORM;
  boolean allHangUp;
  boolean everyLinkHangsUpAfterwards;
  @Nullable String addition;
  long additionNanos;
  private final Host host;

  PathServer(Simulation simulation, Endpoint at) {
    host = simulation.newHost("server", at.withPort(0), null);
    host.transport()
        .listen(
            at,
            SocketOptions.DEFAULT,
            link -> {
              Served served = new Served(this, link);
              links.add(served);
              link.request(Link.UNLIMITED);
              return served;
            });
  }

  int closed() {
    return (int) links.stream().filter(each -> each.closed != null).count();
  }

  static final class Served implements LinkHandler {
    private final PathServer server;
    final Link link;
    boolean hangsUp;
    boolean hangsUpAfterwards;
    @Nullable Reason closed;

    private Served(PathServer server, Link link) {
      this.server = server;
      this.link = link;
      this.hangsUp = server.allHangUp;
      this.hangsUpAfterwards = server.everyLinkHangsUpAfterwards;
    }

    @Override
    public void onData(Link from, ByteBuffer request) {
      if (hangsUp) {
        link.abort(Reason.RESET);
        return;
      }
      String line = ISO_8859_1.decode(request).toString();
      assertTrue(line.startsWith("GET /") && line.endsWith("\r\n\r\n"), line);
      String path = line.substring(5, line.indexOf(' ', 5));
      write(server.form.replace("%s", path));
      String more = server.addition;
      if (more != null) {
        server.addition = null;
        server.host.loop().schedule(server.additionNanos, () -> write(more));
      }
      if (hangsUpAfterwards) {
        link.closeOutput();
      }
    }

    private void write(String text) {
      assertEquals(text.length(), link.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1))));
    }

    @Override
    public void onClosed(Link ended, Reason reason) {
      closed = reason;
    }
  }
}
