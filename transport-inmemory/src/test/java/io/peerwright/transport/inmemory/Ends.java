package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Handlers that note what they are told. */
final class Ends {

  private Ends() {}

  /** One end of a link. */
  static class Recorder implements LinkHandler {

    final List<String> calls = new ArrayList<>();
    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    int credit = Link.UNLIMITED;
    int largest;
    Link link;
    Reason reason;

    @Override
    public void onOpen(Link opened) {
      link = opened;
      calls.add("open");
      if (credit > 0) {
        opened.request(credit);
      }
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      if (calls.isEmpty() || !calls.get(calls.size() - 1).equals("data")) {
        calls.add("data");
      }
      largest = Math.max(largest, data.remaining());
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      received.writeBytes(bytes);
    }

    @Override
    public void onWritable(Link on) {
      calls.add("writable");
    }

    @Override
    public void onInputClosed(Link on) {
      calls.add("inputClosed");
      LinkHandler.super.onInputClosed(on);
    }

    @Override
    public void onClosed(Link closed, Reason why) {
      calls.add("closed " + why);
      reason = why;
    }

    boolean isOpen() {
      return link != null && reason == null;
    }

    String text() {
      return received.toString(StandardCharsets.UTF_8);
    }
  }

  /** A listening socket; each link it accepts is recorded. */
  static class Acceptor implements LinkAcceptor {

    final List<Recorder> accepted = new ArrayList<>();
    int credit = Link.UNLIMITED;
    Endpoint local;
    Reason reason;

    @Override
    public void onListening(Endpoint at) {
      local = at;
    }

    @Override
    public LinkHandler onAccept(Link link) {
      Recorder recorder = new Recorder();
      recorder.credit = credit;
      accepted.add(recorder);
      return recorder;
    }

    @Override
    public void onClosed(Reason why) {
      reason = why;
    }
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
