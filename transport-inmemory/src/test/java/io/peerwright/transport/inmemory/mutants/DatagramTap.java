package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import java.nio.ByteBuffer;

/** Stands between a handler and its datagram socket and passes everything on, both ways. */
class DatagramTap implements Datagrams, DatagramHandler {

  Datagrams inner;
  DatagramHandler handler;

  @Override
  public Endpoint local() {
    return inner.local();
  }

  @Override
  public SendResult send(Endpoint to, ByteBuffer payload) {
    return inner.send(to, payload);
  }

  @Override
  public void join(Endpoint group, Endpoint onInterface, Endpoint source) {
    inner.join(group, onInterface, source);
  }

  @Override
  public void leave(Endpoint group, Endpoint onInterface, Endpoint source) {
    inner.leave(group, onInterface, source);
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public void onBound(Datagrams socket) {
    handler.onBound(this);
  }

  @Override
  public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
    handler.onDatagram(this, from, data);
  }

  @Override
  public void onWritable(Datagrams socket) {
    handler.onWritable(this);
  }

  @Override
  public void onMembership(Datagrams socket, Endpoint group, Endpoint source, Reason failure) {
    handler.onMembership(this, group, source, failure);
  }

  @Override
  public void onClosed(Datagrams socket, Reason reason) {
    handler.onClosed(this, reason);
  }
}
