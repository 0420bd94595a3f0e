package io.peerwright.kit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.record.SinkLink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a handler passes on, as which link, and from when on. */
class ForwardingHandlerTest {

  private static final Endpoint NEAR = Endpoint.parse("192.0.2.1:1");
  private static final Endpoint FAR = Endpoint.parse("192.0.2.2:2");

  private final Link inner = new SinkLink(NEAR, FAR);
  private final Link outer = new SinkLink(NEAR, FAR);
  private final List<String> heard = new ArrayList<>();

  /** Notes each call, and whether its link is the outer one. */
  private final LinkHandler application =
      new LinkHandler() {
        private void note(String what, Link link) {
          heard.add(what + (link == outer ? " outer" : " inner"));
        }

        @Override
        public void onOpen(Link link) {
          note("open", link);
        }

        @Override
        public void onData(Link link, ByteBuffer data) {
          note("data " + data.remaining(), link);
        }

        @Override
        public void onWritable(Link link) {
          note("writable", link);
        }

        @Override
        public void onInputClosed(Link link) {
          note("input closed", link);
        }

        @Override
        public void onClosed(Link link, Reason reason) {
          note("closed " + reason, link);
        }
      };

  /** Is told later to whom to pass on, and shows its own link. */
  private final class Later extends ForwardingHandler {
    Later() {
      super(null);
    }

    void use(LinkHandler handler) {
      handTo(handler);
    }

    @Override
    protected Link seenAs(Link link) {
      return outer;
    }
  }

  private void callAll(LinkHandler handler) {
    handler.onOpen(inner);
    handler.onData(inner, ByteBuffer.allocate(3));
    handler.onWritable(inner);
    handler.onInputClosed(inner);
    handler.onClosed(inner, Reason.RESET);
  }

  @Test
  void allIsPassedOnInOrder() {
    callAll(new ForwardingHandler(application));
    assertEquals(
        List.of(
            "open inner",
            "data 3 inner",
            "writable inner",
            "input closed inner",
            "closed RESET inner"),
        heard);
  }

  @Test
  void theOtherHandlerSeesTheLinkThatItIsToSee() {
    Later later = new Later();
    later.use(application);
    callAll(later);
    assertEquals(
        List.of(
            "open outer",
            "data 3 outer",
            "writable outer",
            "input closed outer",
            "closed RESET outer"),
        heard);
  }

  @Test
  void nothingIsKeptForAHandlerThatIsKnownLater() {
    Later later = new Later();
    later.onOpen(inner);
    later.onData(inner, ByteBuffer.allocate(3));
    assertEquals(List.of(), heard);
    later.use(application);
    later.onClosed(inner, Reason.ENDED);
    assertEquals(List.of("closed ENDED outer"), heard);
  }
}
