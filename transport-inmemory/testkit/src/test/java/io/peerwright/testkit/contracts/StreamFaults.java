package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.net.ForwardingHandler;
import java.nio.ByteBuffer;

/** Faults of overlays that relay, in what becomes of a stream. */
final class StreamFaults {

  private StreamFaults() {}

  static class OpensElsewhere extends FakeRelay {
    OpensElsewhere(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler calling(LinkHandler handler) {
      return new ForwardingHandler(super.calling(handler)) {
        @Override
        public void onData(Link link, ByteBuffer data) {
          Elsewhere.run(() -> super.onData(link, data));
        }
      };
    }
  }

  static class LosesTheEnd extends FakeRelay {
    LosesTheEnd(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler called(Link link) {
      return new ForwardingHandler(super.called(link)) {
        @Override
        public void onInputClosed(Link ended) {
          ended.abort(Reason.RESET);
        }
      };
    }
  }

  static class SkipsBytes extends FakeRelay {
    SkipsBytes(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler called(Link link) {
      return new ForwardingHandler(super.called(link)) {
        @Override
        public void onData(Link from, ByteBuffer data) {
          super.onData(from, data.remaining() > 1_000 ? data.position(1).slice() : data);
        }
      };
    }
  }

  static class MixesStreams extends FakeRelay {
    private LinkHandler first;

    MixesStreams(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler called(Link link) {
      LinkHandler own = super.called(link);
      first = first == null && acceptor != null ? own : first;
      LinkHandler known = first;
      return new ForwardingHandler(own) {
        @Override
        public void onData(Link from, ByteBuffer data) {
          (known == null ? own : known).onData(from, data);
        }
      };
    }
  }

  static class IgnoresCredit extends FakeRelay {
    IgnoresCredit(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler called(Link link) {
      link.request(Link.UNLIMITED);
      return super.called(link);
    }
  }

  /** Takes all that comes, whoever reads it. */
  static class ReadsAhead extends FakeRelay {
    ReadsAhead(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler called(Link link) {
      LinkHandler own = super.called(link);
      link.request(Link.UNLIMITED);
      return new ForwardingHandler(own) {
        @Override
        public void onData(Link from, ByteBuffer data) {}
      };
    }
  }

  static class ForgetsRoom extends FakeRelay {
    ForgetsRoom(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler calling(LinkHandler handler) {
      return new ForwardingHandler(super.calling(handler)) {
        @Override
        public void onWritable(Link link) {}
      };
    }
  }

  static class EndsBothAtOnce extends FakeRelay {
    EndsBothAtOnce(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler called(Link link) {
      return new ForwardingHandler(super.called(link)) {
        @Override
        public void onInputClosed(Link ended) {
          super.onInputClosed(ended);
          ended.closeOutput();
        }
      };
    }
  }

  static class TakesTheEndForAReset extends FakeRelay {
    TakesTheEndForAReset(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler called(Link link) {
      return new ForwardingHandler(super.called(link)) {
        @Override
        public void onClosed(Link ended, Reason reason) {
          super.onClosed(ended, reason == Reason.ENDED ? Reason.RESET : reason);
        }
      };
    }
  }

  static class TakesAResetForTheEnd extends FakeRelay {
    TakesAResetForTheEnd(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler called(Link link) {
      return new ForwardingHandler(super.called(link)) {
        @Override
        public void onClosed(Link ended, Reason reason) {
          super.onClosed(ended, reason == Reason.RESET ? Reason.ENDED : reason);
        }
      };
    }
  }

  static class ForgetsWhoCancels extends FakeRelay {
    ForgetsWhoCancels(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler calling(LinkHandler handler) {
      return new ForwardingHandler(super.calling(handler)) {
        @Override
        public void onClosed(Link link, Reason reason) {
          if (reason != Reason.CANCELLED) {
            super.onClosed(link, reason);
          }
        }
      };
    }
  }

  static class OpensThenRefuses extends FakeRelay {
    OpensThenRefuses(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler calling(LinkHandler handler) {
      return new ForwardingHandler(super.calling(handler)) {
        @Override
        public void onOpen(Link link) {
          handler.onOpen(link);
          super.onOpen(link);
        }
      };
    }
  }

  static class KeepsWhatItTook extends FakeRelay {
    KeepsWhatItTook(Host host, Board board) {
      super(host, board);
    }

    @Override
    LinkHandler called(Link link) {
      LinkHandler handler = super.called(link);
      links.remove(link);
      return handler;
    }
  }
}
