package io.peerwright.overlay.bittorrent.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.net.Endpoint;
import org.junit.jupiter.api.Test;

class ContactsTest {

  private final Contacts contacts = new Contacts();

  private Contact add(int port) {
    Endpoint endpoint = Endpoint.parse("10.0.0.1:" + port);
    contacts.add(endpoint);
    return contacts.get(endpoint);
  }

  @Test
  void whoHasFailedOrIsOfNoUsePromisesNothing() {
    add(1);
    contacts.failed(add(2), 0);
    add(3).seed = true;
    assertEquals(3, contacts.size());
    assertEquals(2, contacts.promising(false));
    assertEquals(1, contacts.promising(true));
  }
}
