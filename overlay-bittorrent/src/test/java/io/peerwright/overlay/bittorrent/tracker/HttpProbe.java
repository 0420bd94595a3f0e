package io.peerwright.overlay.bittorrent.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.FilePart;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Iterator;

/** Asks a front without a connection. */
final class HttpProbe implements HttpExchange {

  private byte[] body = new byte[0];
  private int replies;

  static byte[] answer(HttpTrackerHandler front, String target) {
    HttpProbe probe = new HttpProbe();
    front.onRequest(new HttpRequest("GET", target, 1, HttpFields.NONE), probe);
    assertEquals(1, probe.replies);
    return probe.body;
  }

  @Override
  public Endpoint remote() {
    return Endpoint.parse("10.0.0.9:7000");
  }

  @Override
  public Endpoint local() {
    return TrackerLab.TRACKER;
  }

  @Override
  public void reply(int status, HttpFields fields, ByteBuffer content) {
    assertEquals(200, status);
    replies++;
    body = new byte[content.remaining()];
    content.get(body);
  }

  @Override
  public void reply(int status, HttpFields fields, FilePart part) {
    throw new AssertionError("a tracker has no files");
  }

  @Override
  public void reply(int status, HttpFields fields, Iterator<ByteBuffer> pieces) {
    throw new AssertionError("a tracker knows how much it says");
  }
}
