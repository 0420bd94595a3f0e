package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;

/** Stands between a handler and its link and passes everything on, both ways. */
class StreamTap implements Link, LinkHandler {

  Link inner;
  LinkHandler handler;

  @Override
  public int write(ByteBuffer source) {
    return inner.write(source);
  }

  @Override
  public void request(int bytes) {
    inner.request(bytes);
  }

  @Override
  public void closeOutput() {
    inner.closeOutput();
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public void abort(Reason reason) {
    inner.abort(reason);
  }

  @Override
  public Endpoint local() {
    return inner.local();
  }

  @Override
  public Endpoint remote() {
    return inner.remote();
  }

  @Override
  public void onOpen(Link link) {
    handler.onOpen(this);
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    handler.onData(this, data);
  }

  @Override
  public void onWritable(Link link) {
    handler.onWritable(this);
  }

  @Override
  public void onInputClosed(Link link) {
    handler.onInputClosed(this);
  }

  @Override
  public void onClosed(Link link, Reason reason) {
    handler.onClosed(this, reason);
  }
}
