package io.peerwright.api.sketches;

import io.peerwright.api.Host;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A TURN allocation (RFC 8656) with long-term credentials: Allocate, the server's 401 with realm
 * and nonce, Allocate again with MESSAGE-INTEGRITY, then a Refresh at half time for as long as we
 * live.
 *
 * <p>Shows a request that is repeated on a socket which data can share, and two kinds of timers of
 * one object, told apart by code.
 */
final class TurnAllocation implements DatagramHandler, TimerTarget {

  private static final int ALLOCATE = 0x0003;
  private static final int REFRESH = 0x0004;
  private static final int ERROR = 0x0110;
  private static final int COOKIE = 0x2112A442;
  private static final int USERNAME = 0x0006;
  private static final int MESSAGE_INTEGRITY = 0x0008;
  private static final int ERROR_CODE = 0x0009;
  private static final int LIFETIME = 0x000D;
  private static final int REALM = 0x0014;
  private static final int NONCE = 0x0015;
  private static final int XOR_RELAYED_ADDRESS = 0x0016;
  private static final int REQUESTED_TRANSPORT = 0x0019;
  private static final byte[] UDP = {17, 0, 0, 0};
  private static final long RETRANSMIT_NANOS = 500_000_000L;
  private static final int MAX_ATTEMPTS = 7;
  private static final int RETRANSMIT = 1;
  private static final int REFRESH_DUE = 2;

  private final Host host;
  private final Endpoint server;
  private final String user;
  private final String password;
  private final Consumer<Endpoint> relayed;
  private final Datagrams socket;
  private final byte[] transaction = new byte[12];
  private byte[] realm = {};
  private byte[] nonce = {};
  private ByteBuffer request = ByteBuffer.allocate(0);
  private long timer;

  /** Asks for a relayed address and tells it to {@code relayed}. */
  TurnAllocation(
      Host host, Endpoint server, String user, String password, Consumer<Endpoint> relayed) {
    this.host = host;
    this.server = server;
    this.user = user;
    this.password = password;
    this.relayed = relayed;
    this.socket =
        host.transport().bind(host.listenAddress().withPort(0), SocketOptions.DEFAULT, this);
  }

  @Override
  public void onBound(Datagrams bound) {
    request(ALLOCATE);
  }

  private void request(int method) {
    host.loop().secureRandom(transaction);
    ByteBuffer message = ByteBuffer.allocate(512).putShort((short) method).putShort((short) 0);
    message.putInt(COOKIE).put(transaction);
    if (method == ALLOCATE) {
      attribute(message, REQUESTED_TRANSPORT, UDP);
    }
    if (nonce.length > 0) {
      attribute(message, USERNAME, user.getBytes(StandardCharsets.UTF_8));
      attribute(message, REALM, realm);
      attribute(message, NONCE, nonce);
      message.putShort(2, (short) (message.position() - 20 + 24));
      attribute(message, MESSAGE_INTEGRITY, hmac(message.duplicate().flip()));
    }
    request = message.putShort(2, (short) (message.position() - 20)).flip();
    onTimer(RETRANSMIT, 0);
  }

  @Override
  public void onTimer(int code, long attempt) {
    if (code == REFRESH_DUE) {
      request(REFRESH);
    } else if (attempt == MAX_ATTEMPTS) {
      socket.close();
    } else {
      socket.send(server, request.rewind());
      timer = host.loop().schedule(RETRANSMIT_NANOS << attempt, this, RETRANSMIT, attempt + 1);
    }
  }

  @Override
  public void onDatagram(Datagrams bound, Endpoint from, ByteBuffer data) {
    boolean ours =
        from.equals(server)
            && data.remaining() >= 20
            && data.slice(8, 12).equals(ByteBuffer.wrap(transaction));
    if (ours) {
      host.loop().cancel(timer);
      onAnswer(data.getShort(0), attributes(data.position(20)));
    }
  }

  private void onAnswer(int type, Map<Integer, ByteBuffer> attributes) {
    if ((type & ERROR) == ERROR) {
      ByteBuffer code = attributes.get(ERROR_CODE);
      boolean challenge =
          code.get(2) == 4 && (nonce.length == 0 && code.get(3) == 1 || code.get(3) == 38);
      realm = bytes(attributes.getOrDefault(REALM, ByteBuffer.wrap(realm)));
      nonce = bytes(attributes.getOrDefault(NONCE, ByteBuffer.wrap(nonce)));
      if (challenge) {
        request(type & ~ERROR);
      } else {
        socket.close();
      }
      return;
    }
    ByteBuffer address = attributes.get(XOR_RELAYED_ADDRESS);
    if (address != null) {
      int port = (address.getShort(2) ^ COOKIE >>> 16) & 0xffff;
      relayed.accept(Endpoint.ofIpv4(address.getInt(4) ^ COOKIE, port));
    }
    long seconds = attributes.get(LIFETIME).getInt(0);
    timer = host.loop().schedule(seconds * 500_000_000L, this, REFRESH_DUE, 0);
  }

  private static void attribute(ByteBuffer message, int type, byte[] value) {
    message.putShort((short) type).putShort((short) value.length).put(value);
    message.position((message.position() + 3) & ~3);
  }

  private static Map<Integer, ByteBuffer> attributes(ByteBuffer data) {
    Map<Integer, ByteBuffer> found = new TreeMap<>();
    while (data.remaining() >= 4) {
      int type = data.getShort();
      int length = data.getShort() & 0xffff;
      found.putIfAbsent(type, data.slice(data.position(), length));
      data.position(Math.min(data.limit(), data.position() + (length + 3 & ~3)));
    }
    return found;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  private byte[] hmac(ByteBuffer message) {
    try {
      MessageDigest key = MessageDigest.getInstance("MD5");
      key.update((user + ":").getBytes(StandardCharsets.UTF_8));
      key.update(realm);
      key.update((":" + password).getBytes(StandardCharsets.UTF_8));
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key.digest(), "HmacSHA1"));
      mac.update(message);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has MD5 and HmacSHA1", e);
    }
  }
}
