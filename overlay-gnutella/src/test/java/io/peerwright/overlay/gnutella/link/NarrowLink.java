package io.peerwright.overlay.gnutella.link;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Takes as many bytes as a test allows. */
final class NarrowLink implements Link {

  final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  int room;
  int writes;

  NarrowLink(int room) {
    this.room = room;
  }

  @Override
  public int write(ByteBuffer source) {
    int count = Math.min(room, source.remaining());
    for (int i = 0; i < count; i++) {
      taken.write(source.get());
    }
    room -= count;
    writes++;
    return count;
  }

  @Override
  public void request(int bytes) {}

  @Override
  public void closeOutput() {}

  @Override
  public void close() {}

  @Override
  public void abort(Reason reason) {}

  @Override
  public Endpoint local() {
    return Endpoint.ofIpv4(1, 1);
  }

  @Override
  public Endpoint remote() {
    return Endpoint.ofIpv4(2, 2);
  }
}
