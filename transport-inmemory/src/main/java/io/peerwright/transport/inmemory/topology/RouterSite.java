package io.peerwright.transport.inmemory.topology;

/** What is on a router: a host, or the outermost NAT box before it. */
public interface RouterSite {

  /** Its name, by which it is put on a router. */
  String name();

  /** The random bits that its place follows from where it was put on no router. */
  long identity();

  /** Its number among all hosts. */
  int index();
}
