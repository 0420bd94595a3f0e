package io.peerwright.overlay.gnutella.vendor;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.vendor.VendorContent.Feature;
import io.peerwright.overlay.gnutella.vendor.VendorContent.Features;
import io.peerwright.overlay.gnutella.vendor.VendorContent.HopsFlow;
import io.peerwright.overlay.gnutella.vendor.VendorContent.MessagesSupported;
import io.peerwright.overlay.gnutella.vendor.VendorContent.OutOfBandProxyVeto;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyCancel;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyRequest;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryOver;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryStatusRequest;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryStatusResponse;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import io.peerwright.overlay.gnutella.vendor.VendorContent.TcpConnectBack;
import io.peerwright.overlay.gnutella.vendor.VendorContent.UdpConnectBack;
import io.peerwright.overlay.gnutella.vendor.VendorContent.Unread;
import io.peerwright.overlay.gnutella.wire.LittleEndian;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Between the data of vendor messages and what they mean. Nothing is refused: servents drop what
 * they do not understand.
 */
public final class VendorCodec {

  private static final int ALL_MESSAGES = 0;
  private static final int ALL_FEATURES = 10;
  private static final int BEAR_HOPS_FLOW = 4;
  private static final int BEAR_CONNECT_BACK = 7;
  private static final int BEAR_STATUS_REQUEST = 11;
  private static final int BEAR_STATUS_RESPONSE = 12;
  private static final int GTKG_CONNECT_BACK = 7;
  private static final int GTKG_PROXY_CANCEL = 21;
  private static final int LIME_ACKNOWLEDGEMENT = 11;
  private static final int LIME_REPLY_NUMBER = 12;
  private static final int LIME_PROXY_VETO = 13;
  private static final int LIME_PROXY_REQUEST = 21;
  private static final int LIME_PROXY_ANSWER = 22;
  private static final int PEER_QUERY_OVER = 1;

  private static final int COUNT_BYTES = 2;
  private static final int ID_BYTES = 8;
  private static final int FEATURE_BYTES = 6;
  private static final int ENDPOINT_BYTES = 6;
  private static final int PORT_BYTES = 2;
  private static final int SECURE = 3;
  private static final int VETO_ALL = 0xff;

  private VendorCodec() {}

  /** What a message means; {@link Unread} for what is not known or malformed. */
  public static VendorContent read(VendorMessage message) {
    VendorId id = VendorId.of(message);
    Octets data = message.data();
    Optional<VendorContent> content =
        switch (id.vendor()) {
          case VendorId.ALL -> all(id.selector(), data);
          case VendorId.BEAR -> bear(id.selector(), data);
          case VendorId.GTKG -> gtkg(id, data);
          case VendorId.LIME -> lime(id, data);
          case VendorId.PEER -> peer(id.selector());
          default -> Optional.empty();
        };
    return content.orElseGet(() -> new Unread(id, data));
  }

  private static Optional<VendorContent> all(int selector, Octets data) {
    return switch (selector) {
      case ALL_MESSAGES -> entries(data, ID_BYTES).map(VendorCodec::messages);
      case ALL_FEATURES -> entries(data, FEATURE_BYTES).map(VendorCodec::features);
      default -> Optional.empty();
    };
  }

  private static Optional<VendorContent> bear(int selector, Octets data) {
    return switch (selector) {
      case BEAR_HOPS_FLOW -> having(data, 1).map(some -> new HopsFlow(some.at(0)));
      case BEAR_CONNECT_BACK ->
          having(data, PORT_BYTES).map(some -> new TcpConnectBack(port(some)));
      case BEAR_STATUS_REQUEST -> Optional.of(new QueryStatusRequest());
      case BEAR_STATUS_RESPONSE ->
          having(data, PORT_BYTES).map(some -> new QueryStatusResponse(port(some)));
      default -> Optional.empty();
    };
  }

  private static Optional<VendorContent> gtkg(VendorId id, Octets data) {
    return switch (id.selector()) {
      case GTKG_CONNECT_BACK -> {
        int least = id.version() < 2 ? PORT_BYTES + Guid.BYTES : PORT_BYTES;
        yield having(data, least)
            .map(
                some ->
                    new UdpConnectBack(
                        port(some),
                        id.version() < 2 ? Optional.of(guid(some, PORT_BYTES)) : Optional.empty()));
      }
      case GTKG_PROXY_CANCEL -> Optional.of(new PushProxyCancel());
      default -> Optional.empty();
    };
  }

  private static Optional<VendorContent> lime(VendorId id, Octets data) {
    return switch (id.selector()) {
      case LIME_REPLY_NUMBER ->
          having(data, 1)
              .map(
                  some ->
                      new ReplyNumber(
                          some.at(0), some.size() > 1 && (some.at(1) & 1) != 0, id.version()));
      case LIME_ACKNOWLEDGEMENT ->
          having(data, 1)
              .map(some -> new ReplyAcknowledgement(some.at(0), token(id.version(), some)));
      case LIME_PROXY_VETO ->
          Optional.of(new OutOfBandProxyVeto(data.isEmpty() ? VETO_ALL : data.at(0)));
      case LIME_PROXY_REQUEST -> Optional.of(new PushProxyRequest());
      case LIME_PROXY_ANSWER ->
          Optional.of(
              new PushProxyAcknowledgement(
                  having(data, ENDPOINT_BYTES).map(VendorCodec::endpoint)));
      default -> Optional.empty();
    };
  }

  private static Optional<VendorContent> peer(int selector) {
    return selector == PEER_QUERY_OVER ? Optional.of(new QueryOver()) : Optional.empty();
  }

  /** Servents put GGEP behind one byte, where the document wants it behind two. */
  private static Octets token(int version, Octets data) {
    int magic = data.indexOf(Ggep.MAGIC, 1);
    if (version < SECURE || magic < 0) {
      return Octets.EMPTY;
    }
    return Ggep.lenient(data.part(magic, data.size() - magic))
        .data(GgepIds.SECURE_OUT_OF_BAND)
        .orElse(Octets.EMPTY);
  }

  private static Optional<Octets> having(Octets data, int least) {
    return data.size() < least ? Optional.empty() : Optional.of(data);
  }

  private static Optional<List<Octets>> entries(Octets data, int bytes) {
    if (data.size() < COUNT_BYTES) {
      return Optional.empty();
    }
    int count = port(data);
    if (count > MessagesSupported.MAX || data.size() < COUNT_BYTES + count * bytes) {
      return Optional.empty();
    }
    List<Octets> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(data.part(COUNT_BYTES + i * bytes, bytes));
    }
    return Optional.of(entries);
  }

  private static VendorContent messages(List<Octets> entries) {
    return new MessagesSupported(
        entries.stream()
            .map(Octets::buffer)
            .map(
                entry ->
                    new VendorId(
                        entry.getInt(0),
                        LittleEndian.unsignedShort(entry, Integer.BYTES),
                        LittleEndian.unsignedShort(entry, Integer.BYTES + Short.BYTES)))
            .toList());
  }

  private static VendorContent features(List<Octets> entries) {
    return new Features(
        entries.stream()
            .map(
                entry ->
                    new Feature(
                        entry.part(0, Integer.BYTES).toLatin1(),
                        LittleEndian.unsignedShort(entry.buffer(), Integer.BYTES)))
            .toList());
  }

  private static int port(Octets data) {
    return LittleEndian.unsignedShort(data.buffer(), 0);
  }

  private static Guid guid(Octets data, int at) {
    ByteBuffer bytes = data.buffer();
    return new Guid(bytes.getLong(at), bytes.getLong(at + Long.BYTES));
  }

  private static Endpoint endpoint(Octets data) {
    ByteBuffer bytes = data.buffer();
    return Endpoint.ofIpv4(bytes.getInt(0), LittleEndian.unsignedShort(bytes, Integer.BYTES));
  }

  /** The message that says this, in the version that servents send today. */
  public static VendorMessage write(VendorContent content) {
    if (content instanceof MessagesSupported messages) {
      ByteBuffer out = counted(messages.ids().size(), ID_BYTES);
      messages.ids().forEach(id -> putId(out, id));
      return message(VendorId.ALL, ALL_MESSAGES, 0, out);
    } else if (content instanceof Features features) {
      ByteBuffer out = counted(features.features().size(), FEATURE_BYTES);
      for (Feature each : features.features()) {
        Octets.latin1(each.name()).write(out);
        putShort(out, each.version());
      }
      return message(VendorId.ALL, ALL_FEATURES, 0, out);
    } else if (content instanceof HopsFlow flow) {
      return octets(VendorId.BEAR, BEAR_HOPS_FLOW, 1, flow.hops());
    } else if (content instanceof TcpConnectBack back) {
      return number(VendorId.BEAR, BEAR_CONNECT_BACK, 1, back.port());
    } else if (content instanceof UdpConnectBack back) {
      return connectBack(back);
    } else if (content instanceof QueryStatusRequest) {
      return octets(VendorId.BEAR, BEAR_STATUS_REQUEST, 1);
    } else if (content instanceof QueryStatusResponse status) {
      return number(VendorId.BEAR, BEAR_STATUS_RESPONSE, 1, status.hits());
    } else if (content instanceof QueryOver) {
      return octets(VendorId.PEER, PEER_QUERY_OVER, 1);
    } else if (content instanceof PushProxyRequest) {
      return octets(VendorId.LIME, LIME_PROXY_REQUEST, 2);
    } else if (content instanceof PushProxyAcknowledgement answer) {
      return proxyAnswer(answer);
    } else if (content instanceof PushProxyCancel) {
      return octets(VendorId.GTKG, GTKG_PROXY_CANCEL, 1);
    } else if (content instanceof ReplyNumber number) {
      return replyNumber(number);
    } else if (content instanceof ReplyAcknowledgement wanted) {
      return acknowledgement(wanted);
    } else if (content instanceof OutOfBandProxyVeto veto) {
      return octets(VendorId.LIME, LIME_PROXY_VETO, 1, veto.version());
    } else if (content instanceof Unread unread) {
      VendorId id = unread.id();
      return message(id.vendor(), id.selector(), id.version(), unread.data());
    }
    throw new AssertionError(content);
  }

  private static VendorMessage connectBack(UdpConnectBack back) {
    if (back.guid().isEmpty()) {
      return number(VendorId.GTKG, GTKG_CONNECT_BACK, 2, back.port());
    }
    ByteBuffer out = ByteBuffer.allocate(PORT_BYTES + Guid.BYTES);
    putShort(out, back.port());
    out.putLong(back.guid().get().high()).putLong(back.guid().get().low());
    return message(VendorId.GTKG, GTKG_CONNECT_BACK, 1, out);
  }

  private static VendorMessage proxyAnswer(PushProxyAcknowledgement answer) {
    if (answer.endpoint().isEmpty()) {
      return octets(VendorId.LIME, LIME_PROXY_ANSWER, 1);
    }
    Endpoint at = answer.endpoint().get();
    if (!at.isIpv4()) {
      throw new IllegalArgumentException(at + " is not IPv4");
    }
    ByteBuffer out = ByteBuffer.allocate(ENDPOINT_BYTES).putInt(at.ipv4());
    putShort(out, at.port());
    return message(VendorId.LIME, LIME_PROXY_ANSWER, 2, out);
  }

  private static VendorMessage replyNumber(ReplyNumber number) {
    return number.version() < 2
        ? octets(VendorId.LIME, LIME_REPLY_NUMBER, 1, number.hits())
        : octets(
            VendorId.LIME,
            LIME_REPLY_NUMBER,
            number.version(),
            number.hits(),
            number.unsolicited() ? 1 : 0);
  }

  private static VendorMessage acknowledgement(ReplyAcknowledgement wanted) {
    if (wanted.token().isEmpty()) {
      return octets(VendorId.LIME, LIME_ACKNOWLEDGEMENT, 2, wanted.hits());
    }
    Octets token = Ggep.of(GgepExtension.of(GgepIds.SECURE_OUT_OF_BAND, wanted.token())).encoded();
    ByteBuffer out = ByteBuffer.allocate(1 + token.size()).put((byte) wanted.hits());
    token.write(out);
    return message(VendorId.LIME, LIME_ACKNOWLEDGEMENT, SECURE, out);
  }

  private static ByteBuffer counted(int count, int bytes) {
    ByteBuffer out = ByteBuffer.allocate(COUNT_BYTES + count * bytes);
    putShort(out, count);
    return out;
  }

  private static void putId(ByteBuffer out, VendorId id) {
    out.putInt(id.vendor());
    putShort(out, id.selector());
    putShort(out, id.version());
  }

  private static void putShort(ByteBuffer out, int value) {
    out.putShort(Short.reverseBytes((short) value));
  }

  private static VendorMessage number(int vendor, int selector, int version, int value) {
    return octets(vendor, selector, version, value, value >> 8);
  }

  private static VendorMessage octets(int vendor, int selector, int version, int... values) {
    ByteBuffer out = ByteBuffer.allocate(values.length);
    for (int value : values) {
      out.put((byte) value);
    }
    return message(vendor, selector, version, out);
  }

  private static VendorMessage message(int vendor, int selector, int version, ByteBuffer data) {
    return message(vendor, selector, version, Octets.of(data.flip()));
  }

  private static VendorMessage message(int vendor, int selector, int version, Octets data) {
    return new VendorMessage(MessageType.VENDOR, vendor, selector, version, data);
  }
}
