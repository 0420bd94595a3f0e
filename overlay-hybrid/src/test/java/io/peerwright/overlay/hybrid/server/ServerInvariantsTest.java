package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The index, the users, who watches for whom and the channels agree while users come, share, talk
 * and go. Nothing else is asserted here: what fails this was found by the invariants.
 */
class ServerInvariantsTest {

  private static final int USERS = 12;
  private static final int TURNS = 1_500;

  private final Random random = new Random(3);
  private final List<WireClient> clients = new ArrayList<>();
  private int logins;

  @Test
  void tablesAgreeWhileUsersComeAndGo() {
    Lab lab = new Lab(HybridServerConfig.DEFAULT);
    for (int i = 0; i < USERS; i++) {
      clients.add(login(lab, i));
    }
    for (int turn = 0; turn < TURNS; turn++) {
      int who = random.nextInt(USERS);
      if (random.nextInt(20) == 0 || clients.get(who).closed != null) {
        clients.get(who).link.close();
        clients.set(who, login(lab, who));
      } else {
        act(clients.get(who));
      }
      lab.run(1);
    }
    assertTrue(logins > USERS, "nobody has come again");
    clients.forEach(client -> client.link.close());
    lab.run(5);
    assertEquals(0, lab.meters().get("server.users.now"));
  }

  private WireClient login(Lab lab, int number) {
    logins++;
    WireClient client = lab.connect();
    Lab.login(client, nick(number));
    return client;
  }

  private String nick(int number) {
    return "user" + number;
  }

  private void act(WireClient client) {
    String nick = nick(random.nextInt(USERS));
    String room = "#room" + random.nextInt(4);
    String file = "\"C:\\\\music\\\\rain " + random.nextInt(9) + ".mp3\"";
    switch (random.nextInt(10)) {
      case 0, 1 ->
          client.send(
              MessageType.SHARE, file + " 11112222333344445555666677770001 100 128 44100 60");
      case 2 -> client.send(MessageType.UNSHARE, file);
      case 3 -> client.send(MessageType.HOTLIST_ADD, nick);
      case 4 -> client.send(MessageType.HOTLIST_REMOVE, nick);
      case 5, 6 -> client.send(MessageType.CHANNEL_JOIN, room);
      case 7 -> client.send(MessageType.CHANNEL_PART, room);
      case 8 -> client.send(MessageType.CHANNEL_SAY, room + " hello");
      default -> client.send(MessageType.UNSHARE_ALL, "");
    }
  }
}
