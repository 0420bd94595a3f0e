package io.peerwright.overlay.gnutella.forwarding;

/** To all neighbours at once, as far as it may go: the network of 2000. */
final class Flood implements Course {

  @Override
  public long step(Field field, int found, int wanted) {
    for (int i = 0; i < field.width(); i++) {
      field.ask(i, field.maxTtl());
    }
    return OVER;
  }
}
