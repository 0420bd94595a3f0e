package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.tck.mutants.Mutant;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/** Faults of datagram sockets. */
final class DatagramMutants {

  private static final String SINGLE = "DatagramSockets";
  private static final String GROUPS = "MulticastGroups";

  private DatagramMutants() {}

  static List<Mutant<Fault>> all() {
    return List.of(
        mutant("AcceptsTooLarge", AcceptsTooLarge::new, SINGLE, "largerDatagramIsTooLarge"),
        mutant("RefusalMovesPosition", RefusalMovesPosition::new, SINGLE, "closedSocketIsSilent"),
        mutant(
            "PositionStays", PositionStays::new, SINGLE, "sendsBytesBetweenPositionAndLimitOnly"),
        mutant(
            "SendsWholeArray",
            SendsWholeArray::new,
            SINGLE,
            "sendsBytesBetweenPositionAndLimitOnly"),
        mutant("Truncates", Truncates::new, SINGLE, "largestDatagramArrivesWhole"),
        mutant("Splits", Splits::new, SINGLE, "boundaryOfADatagramIsKept"),
        mutant("ForgetsSender", ForgetsSender::new, SINGLE, "roundTripShowsBothAddresses"),
        mutant("ExceptionCloses", ExceptionCloses::new, SINGLE, "survivesAnExceptionInItsHandler"),
        mutant("ThrowsForPortZero", ThrowsForPortZero::new, SINGLE, "oddAddressesAreNoMistake"),
        mutant("ClosedTwice", ClosedTwice::new, SINGLE, "closedSocketIsSilent"),
        mutant("EchoesAtOnce", EchoesAtOnce::new, SINGLE, "sendingAndClosingDoNotCallBackAtOnce"),
        mutant("HearsAllSources", HearsAllSources::new, GROUPS, "otherSourcesAreNotHeard"),
        mutant("LeaveIgnored", LeaveIgnored::new, GROUPS, "leavingEndsMembership"),
        mutant("JoinSaysNothing", JoinSaysNothing::new, GROUPS, "memberHearsTheGroup"),
        mutant("JoinSucceedsAlways", JoinSucceedsAlways::new, GROUPS, "joiningWhatIsNoGroupFails"));
  }

  private static Mutant<Fault> mutant(
      String name, Supplier<DatagramTap> tap, String theme, String test) {
    Fault fault =
        new Fault() {
          @Override
          public DatagramTap datagrams() {
            return tap.get();
          }
        };
    return new Mutant<>("Datagram" + name, fault, theme, test);
  }

  private static final class AcceptsTooLarge extends DatagramTap {
    @Override
    public SendResult send(Endpoint to, ByteBuffer payload) {
      SendResult result = inner.send(to, payload);
      if (result == SendResult.TOO_LARGE) {
        payload.position(payload.limit());
        return SendResult.ACCEPTED;
      }
      return result;
    }
  }

  private static final class RefusalMovesPosition extends DatagramTap {
    @Override
    public SendResult send(Endpoint to, ByteBuffer payload) {
      SendResult result = inner.send(to, payload);
      payload.position(payload.limit());
      return result;
    }
  }

  private static final class PositionStays extends DatagramTap {
    @Override
    public SendResult send(Endpoint to, ByteBuffer payload) {
      return inner.send(to, payload.duplicate());
    }
  }

  private static final class SendsWholeArray extends DatagramTap {
    @Override
    public SendResult send(Endpoint to, ByteBuffer payload) {
      SendResult result = inner.send(to, payload.duplicate().clear());
      payload.position(payload.limit());
      return result;
    }
  }

  private static final class Truncates extends DatagramTap {
    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
      data.limit(Math.min(data.limit(), data.position() + 1024));
      super.onDatagram(socket, from, data);
    }
  }

  private static final class Splits extends DatagramTap {
    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
      int limit = data.limit();
      int middle = Math.min(limit, data.position() + 10);
      super.onDatagram(socket, from, data.limit(middle));
      if (middle < limit) {
        super.onDatagram(socket, from, data.limit(limit));
      }
    }
  }

  private static final class ForgetsSender extends DatagramTap {
    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
      super.onDatagram(socket, from.withPort(1), data);
    }
  }

  private static final class ExceptionCloses extends DatagramTap {
    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
      try {
        super.onDatagram(socket, from, data);
      } catch (RuntimeException thrown) {
        inner.close();
      }
    }
  }

  private static final class ClosedTwice extends DatagramTap {
    @Override
    public void onClosed(Datagrams socket, Reason reason) {
      super.onClosed(socket, reason);
      super.onClosed(socket, reason);
    }
  }

  /** Hands datagrams to itself over in the call. */
  private static final class EchoesAtOnce extends DatagramTap {
    @Override
    public SendResult send(Endpoint to, ByteBuffer payload) {
      if (!to.equals(inner.local())) {
        return inner.send(to, payload);
      }
      handler.onDatagram(this, to, payload.asReadOnlyBuffer());
      payload.position(payload.limit());
      return SendResult.ACCEPTED;
    }
  }

  private static final class HearsAllSources extends DatagramTap {
    private Endpoint asked;

    @Override
    public void join(Endpoint group, Endpoint onInterface, Endpoint source) {
      asked = source;
      inner.join(group, onInterface, null);
    }

    @Override
    public void onMembership(Datagrams socket, Endpoint group, Endpoint source, Reason failure) {
      super.onMembership(socket, group, asked, failure);
    }
  }

  private static final class LeaveIgnored extends DatagramTap {
    @Override
    public void leave(Endpoint group, Endpoint onInterface, Endpoint source) {}
  }

  private static final class JoinSaysNothing extends DatagramTap {
    @Override
    public void onMembership(Datagrams socket, Endpoint group, Endpoint source, Reason failure) {}
  }

  private static final class JoinSucceedsAlways extends DatagramTap {
    @Override
    public void onMembership(Datagrams socket, Endpoint group, Endpoint source, Reason failure) {
      super.onMembership(socket, group, source, null);
    }
  }

  private static final class ThrowsForPortZero extends DatagramTap {
    @Override
    public SendResult send(Endpoint to, ByteBuffer payload) {
      if (to.port() == 0) {
        throw new IllegalArgumentException("no port: " + to);
      }
      return inner.send(to, payload);
    }
  }
}
