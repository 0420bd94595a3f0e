package io.peerwright.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileSenderTest {

  @Test
  void nothingToSendIsSentUnlessItIsCancelled() {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Host host = simulation.newHost("a", null, null);
      Heard cancelled = new Heard();
      FileSender first = sender(host, cancelled);
      first.start();
      first.cancel();
      Heard sent = new Heard();
      sender(host, sent).start();
      simulation.runFor(Duration.ofSeconds(1));
      assertEquals(List.of(), cancelled.calls);
      assertEquals(List.of("complete"), sent.calls);
    }
  }

  private static FileSender sender(Host host, FileSender.Listener listener) {
    LinkHandler nobody =
        new LinkHandler() {
          @Override
          public void onData(Link link, ByteBuffer data) {}

          @Override
          public void onClosed(Link link, Reason reason) {}
        };
    Link link =
        host.transport().connect(host.listenAddress().withPort(1), SocketOptions.DEFAULT, nobody);
    return new FileSender(host.loop(), link, host.directory().resolve("a"), 10, 10, listener);
  }

  private static final class Heard implements FileSender.Listener {

    private final List<String> calls = new ArrayList<>();

    @Override
    public void onSent(int bytes) {
      calls.add("sent " + bytes);
    }

    @Override
    public void onComplete() {
      calls.add("complete");
    }

    @Override
    public void onFailed(Throwable cause) {
      calls.add(cause.toString());
    }
  }
}
