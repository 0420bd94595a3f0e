package io.peerwright.overlay.bittorrent.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @Test
  void twoThousandAreKnownAndWhoHasFailedMakesRoom() {
    for (int port = 1; port <= 2000; port++) {
      add(port);
    }
    assertNull(add(2001), "nobody is forgotten for somebody unknown");
    contacts.failed(contacts.get(Endpoint.parse("10.0.0.1:7")), 0);
    assertNotNull(add(2001));
    assertNull(contacts.get(Endpoint.parse("10.0.0.1:7")));
    assertEquals(2000, contacts.size());
  }

  @Test
  void whoFailsSevenTimesIsForgotten() {
    Contact contact = add(1);
    for (int i = 0; i < 6; i++) {
      contacts.failed(contact, 0);
    }
    assertEquals(1, contacts.size());
    contacts.failed(contact, 0);
    assertEquals(0, contacts.size());
  }

  @Test
  void tenThousandStayBanned() {
    for (int i = 0; i < 10_001; i++) {
      contacts.ban(Endpoint.parse("10.1." + i / 250 + "." + i % 250 + ":1"));
    }
    assertFalse(contacts.isBanned(Endpoint.parse("10.1.0.0:2")), "the first one is forgotten");
    assertTrue(contacts.isBanned(Endpoint.parse("10.1.0.1:2")));
    assertTrue(contacts.isBanned(Endpoint.parse("10.1.40.0:2")));
  }
}
