package io.peerwright.testkit.contracts;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.net.ForwardingHandler;
import java.util.concurrent.CompletionStage;

/** Faults of overlays that relay, in who is called and who takes. */
final class RelayFaults {

  private RelayFaults() {}

  static class AsksTheFirstPeer extends FakeRelay {
    AsksTheFirstPeer(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Link connect(String peer, LinkHandler handler) {
      return super.connect(board().addresses.containsKey(peer) ? "c" : peer, handler);
    }
  }

  static class DialsTheUnknown extends FakeRelay {
    DialsTheUnknown(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Link connect(String peer, LinkHandler handler) {
      if (!board().addresses.containsKey(peer)) {
        return host.transport()
            .connect(host.listenAddress().withPort(9), SocketOptions.DEFAULT, handler);
      }
      return super.connect(peer, handler);
    }
  }

  static class CallsBackInConnect extends FakeRelay {
    CallsBackInConnect(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Link connect(String peer, LinkHandler handler) {
      Link link = super.connect(peer, handler);
      if (present && !board().addresses.containsKey(peer)) {
        handler.onClosed(link, Reason.UNRESOLVED);
      }
      return link;
    }
  }

  static class OpensTheRefused extends FakeRelay {
    OpensTheRefused(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Handle accept(LinkAcceptor taking) {
      return super.accept(
          link -> {
            LinkHandler handler = taking.onAccept(link);
            return handler == null ? new ForwardingHandler(null) : handler;
          });
    }
  }

  static class StopsNothing extends FakeRelay {
    StopsNothing(Host host, Board board) {
      super(host, board);
    }

    @Override
    void stopTaking(LinkAcceptor taking) {}
  }

  static class StopsItsStreams extends FakeRelay {
    StopsItsStreams(Host host, Board board) {
      super(host, board);
    }

    @Override
    void stopTaking(LinkAcceptor taking) {
      super.stopTaking(taking);
      endStreams();
    }
  }

  static class StopsTheNextToo extends FakeRelay {
    StopsTheNextToo(Host host, Board board) {
      super(host, board);
    }

    @Override
    void stopTaking(LinkAcceptor taking) {
      acceptor = null;
    }
  }

  static class TakesTheLast extends FakeRelay {
    TakesTheLast(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Handle accept(LinkAcceptor taking) {
      acceptor = null;
      return super.accept(taking);
    }
  }

  static class TakesFromJoinOn extends FakeRelay {
    TakesFromJoinOn(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Handle accept(LinkAcceptor taking) {
      return present ? super.accept(taking) : () -> {};
    }
  }

  static class ForgetsItsAcceptor extends FakeRelay {
    ForgetsItsAcceptor(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Void> leave() {
      acceptor = null;
      return super.leave();
    }
  }

  static class OpensOutside extends FakeRelay {
    OpensOutside(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Link connect(String peer, LinkHandler handler) {
      present = true;
      return super.connect(peer, handler);
    }
  }

  static class KeepsItsStreams extends FakeRelay {
    KeepsItsStreams(Host host, Board board) {
      super(host, board);
    }

    @Override
    void endStreams() {}
  }

  static class SharesABoard extends FakeRelay {
    private static final Board ALL = new Board();

    SharesABoard(Host host, Board board) {
      super(host, board);
    }

    @Override
    Board board() {
      return ALL;
    }
  }

  static class StopsOnlyWhenJoined extends FakeRelay {
    StopsOnlyWhenJoined(Host host, Board board) {
      super(host, board);
    }

    @Override
    void stopTaking(LinkAcceptor taking) {
      if (present) {
        super.stopTaking(taking);
      }
    }
  }
}
