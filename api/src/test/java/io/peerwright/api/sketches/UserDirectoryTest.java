package io.peerwright.api.sketches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.fake.Lan;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the sketch of a directory of users. */
class UserDirectoryTest {

  private final Lan lan = new Lan();

  @Test
  void aUserNameBelongsToTheKeyThatSignedFirst() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
    KeyPair alice = keys.generateKeyPair();
    KeyPair mallory = keys.generateKeyPair();
    Urn name = Urn.user("alice");
    NameRecord home = NameRecord.unsigned(List.of(Endpoint.parse("10.0.0.1:33033")), Map.of());
    UserDirectory directory = new UserDirectory(lan.loop);
    NameRecord record = UserDirectory.signed(name, home, 5, alice);
    var first = directory.register(name, record, Duration.ofHours(72)).toCompletableFuture();
    lan.runMillis(5);
    Handle registration = first.getNow(() -> {});
    assertEquals(List.of(record), resolve(directory, name));

    assertRefused(directory, name, UserDirectory.signed(name, home, 9, mallory), "another key");
    assertRefused(directory, name, UserDirectory.signed(name, home, 5, alice), "not newer");
    assertRefused(directory, name, home, "not signed");
    assertRefused(directory, Urn.user("bob"), record, "signed for another name");
    registration.close();
    assertEquals(List.of(), resolve(directory, name));
  }

  private void assertRefused(UserDirectory directory, Urn name, NameRecord record, String why) {
    var refused = directory.register(name, record, Duration.ofHours(1)).toCompletableFuture();
    lan.runMillis(5);
    assertTrue(refused.isCompletedExceptionally(), why);
  }

  private List<NameRecord> resolve(UserDirectory directory, Urn name) {
    var found = directory.resolve(name, Duration.ofSeconds(5)).toCompletableFuture();
    lan.runMillis(5);
    return found.getNow(null);
  }
}
