package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.tck.mutants.Mutant;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Faults of connecting, listening and looking up names. */
final class SocketMutants {

  private SocketMutants() {}

  static List<Mutant<Fault>> all() {
    return List.of(
        transport("IgnoresDeadline", IgnoresDeadline::new, "Connecting", "endsAtItsDeadline"),
        transport(
            "IgnoresLocalAddress",
            IgnoresLocalAddress::new,
            "Connecting",
            "comesFromTheLocalAddressAskedFor"),
        stream(
            "CloseBeforeOpenIgnored",
            CloseBeforeOpenIgnored::new,
            "Connecting",
            "isCancelledByClose"),
        stream(
            "WritesBeforeOpen",
            WritesBeforeOpen::new,
            "Connecting",
            "takesNoBytesBeforeTheLinkIsOpen"),
        stream("OpenTwice", OpenTwice::new, "Connecting", "opensBothEnds"),
        stream("ReentrantOpen", ReentrantOpen::new, "Connecting", "takesCreditBeforeTheLinkIsOpen"),
        stream("RefusedIsReset", RefusedIsReset::new, "Connecting", "isRefusedWhereNobodyListens"),
        transport(
            "ThrowsForAGroup", ThrowsForAGroup::new, "Connecting", "oddAddressesAreNoMistake"),
        transport("AllowsNoLink", AllowsNoLink::new, "Hosts", "toldLimitsAreLimits"),
        transport("TellsPortZero", TellsPortZero::new, "Listening", "findsAFreePort"),
        transport("NullIsAccepted", NullIsAccepted::new, "Listening", "refusalCutsTheLinkOff"),
        transport(
            "ListenerCloseKillsLinks",
            ListenerCloseKillsLinks::new,
            "Listening",
            "closingLeavesLinksAlone"),
        transport(
            "ListenerStaysOpen", ListenerStaysOpen::new, "Listening", "closingEndsListeningOnce"),
        transport("SharesEveryPort", SharesEveryPort::new, "Listening", "takenPortIsAddressInUse"),
        transport("SynchronousResolve", SynchronousResolve::new, "Names", "ipv4LiteralIsItself"),
        transport(
            "ResolveAfterClose", ResolveAfterClose::new, "Names", "closedQuestionIsNotAnswered"),
        transport("UnstableAddresses", UnstableAddresses::new, "Names", "ownAddressesAreStable"),
        stream("ShutdownIsReset", ShutdownIsReset::new, "Hosts", "closingShutsDownEverySocket"));
  }

  private static Mutant<Fault> transport(
      String name, UnaryOperator<Transport> tap, String theme, String test) {
    Fault fault =
        new Fault() {
          @Override
          public Transport transport(Loop loop, Transport tapped) {
            return tap.apply(tapped);
          }
        };
    return new Mutant<>(name, fault, theme, test);
  }

  private static Mutant<Fault> stream(
      String name, Supplier<StreamTap> tap, String theme, String test) {
    Fault fault =
        new Fault() {
          @Override
          public StreamTap stream(Loop loop) {
            return tap.get();
          }
        };
    return new Mutant<>(name, fault, theme, test);
  }

  private static final class IgnoresDeadline extends TransportTap {
    IgnoresDeadline(Transport inner) {
      super(inner);
    }

    @Override
    public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
      return inner.connect(remote, options.withConnectWithinNanos(3_600_000_000_000L), handler);
    }
  }

  private static final class IgnoresLocalAddress extends TransportTap {
    IgnoresLocalAddress(Transport inner) {
      super(inner);
    }

    @Override
    public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
      return inner.connect(remote, options.withLocal(null), handler);
    }
  }

  private static final class CloseBeforeOpenIgnored extends StreamTap {
    private boolean open;

    @Override
    public void onOpen(Link link) {
      open = true;
      super.onOpen(link);
    }

    @Override
    public void close() {
      if (open) {
        inner.close();
      }
    }
  }

  private static final class WritesBeforeOpen extends StreamTap {
    private boolean open;

    @Override
    public void onOpen(Link link) {
      open = true;
      super.onOpen(link);
    }

    @Override
    public int write(ByteBuffer source) {
      if (open) {
        return inner.write(source);
      }
      int swallowed = source.remaining();
      source.position(source.limit());
      return swallowed;
    }
  }

  private static final class OpenTwice extends StreamTap {
    @Override
    public void onOpen(Link link) {
      super.onOpen(link);
      super.onOpen(link);
    }
  }

  /** Takes the first call for the moment to tell that the link is open. */
  private static final class ReentrantOpen extends StreamTap {
    private boolean told;

    @Override
    public void request(int bytes) {
      inner.request(bytes);
      if (!told) {
        told = true;
        handler.onOpen(this);
      }
    }

    @Override
    public void onOpen(Link link) {
      if (!told) {
        told = true;
        handler.onOpen(this);
      }
    }
  }

  private static final class RefusedIsReset extends StreamTap {
    @Override
    public void onClosed(Link link, Reason reason) {
      super.onClosed(link, reason == Reason.REFUSED ? Reason.RESET : reason);
    }
  }

  private static final class ShutdownIsReset extends StreamTap {
    @Override
    public void onClosed(Link link, Reason reason) {
      super.onClosed(link, reason == Reason.SHUTDOWN ? Reason.RESET : reason);
    }
  }

  private static final class TellsPortZero extends TransportTap {
    TellsPortZero(Transport inner) {
      super(inner);
    }

    @Override
    public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
      return inner.listen(
          local,
          options,
          new AcceptorTap(acceptor) {
            @Override
            public void onListening(Endpoint bound) {
              super.onListening(bound.withPort(0));
            }
          });
    }
  }

  private static final class NullIsAccepted extends TransportTap {
    NullIsAccepted(Transport inner) {
      super(inner);
    }

    @Override
    public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
      return inner.listen(
          local,
          options,
          new AcceptorTap(acceptor) {
            @Override
            public LinkHandler onAccept(Link link) {
              LinkHandler handler = super.onAccept(link);
              return handler == null ? new Deaf() : handler;
            }
          });
    }
  }

  private static final class Deaf implements LinkHandler {
    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  private static final class ListenerCloseKillsLinks extends TransportTap {
    ListenerCloseKillsLinks(Transport inner) {
      super(inner);
    }

    @Override
    public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
      List<Link> accepted = new ArrayList<>();
      Handle listening =
          inner.listen(
              local,
              options,
              new AcceptorTap(acceptor) {
                @Override
                public LinkHandler onAccept(Link link) {
                  accepted.add(link);
                  return super.onAccept(link);
                }
              });
      return () -> {
        listening.close();
        accepted.forEach(link -> link.abort(Reason.CANCELLED));
      };
    }
  }

  private static final class ListenerStaysOpen extends TransportTap {
    ListenerStaysOpen(Transport inner) {
      super(inner);
    }

    @Override
    public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
      inner.listen(local, options, acceptor);
      return () -> {};
    }
  }

  private static final class SharesEveryPort extends TransportTap {
    SharesEveryPort(Transport inner) {
      super(inner);
    }

    @Override
    public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
      return inner.listen(local, options.withReuse(), acceptor);
    }
  }

  private static final class SynchronousResolve extends TransportTap {
    SynchronousResolve(Transport inner) {
      super(inner);
    }

    @Override
    public Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
      found.accept(List.of(Endpoint.parse(hostAndPort)));
      return () -> {};
    }
  }

  private static final class ResolveAfterClose extends TransportTap {
    ResolveAfterClose(Transport inner) {
      super(inner);
    }

    @Override
    public Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
      inner.resolve(hostAndPort, withinNanos, found);
      return () -> {};
    }
  }

  private static final class UnstableAddresses extends TransportTap {
    private int calls;

    UnstableAddresses(Transport inner) {
      super(inner);
    }

    @Override
    public List<Endpoint> localAddresses() {
      return List.of(Endpoint.ofIpv4(0x0a000001 + calls++, 0));
    }
  }

  private static final class ThrowsForAGroup extends TransportTap {
    ThrowsForAGroup(Transport inner) {
      super(inner);
    }

    @Override
    public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
      if (remote.isMulticast()) {
        throw new IllegalArgumentException("no stream to a group: " + remote);
      }
      return super.connect(remote, options, handler);
    }
  }

  private static final class AllowsNoLink extends TransportTap {
    AllowsNoLink(Transport inner) {
      super(inner);
    }

    @Override
    public OptionalInt maxLinks() {
      return OptionalInt.of(0);
    }
  }
}
