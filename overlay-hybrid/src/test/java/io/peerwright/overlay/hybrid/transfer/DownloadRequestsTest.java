package io.peerwright.overlay.hybrid.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.QueueNotice;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DownloadRequestsTest {

  private static final String FILE = "\\a\\Rain.mp3";

  private final DownloadRequests requests = new DownloadRequests();
  private final List<String> heard = new ArrayList<>();

  /** Writes down what it hears. */
  private final class Noted implements DownloadRequests.Request {

    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public long size() {
      return 100;
    }

    @Override
    public void onReady(TransferReady ready) {
      heard.add(name + " ready");
    }

    @Override
    public void onRefused() {
      heard.add(name + " refused");
    }

    @Override
    public void onQueued(int place) {
      heard.add(name + " at " + place);
    }

    @Override
    public @Nullable LinkHandler acceptPush(Link link, long announced) {
      return null;
    }
  }

  private boolean isExpected(String nick, long number) {
    return requests.isExpected(
        new TransferRequest(TransferRequest.Kind.SEND, nick, FILE, number, false));
  }

  @Test
  void answersFindWhoHasAskedWhateverTheCaseOfTheNick() {
    requests.add(TransferKey.of("Ann", FILE), new Noted("ann"));
    requests.add(TransferKey.of("bob", FILE), new Noted("bob"));
    requests.onQueued(new QueueNotice("ANN", FILE, -1, 3));
    requests.onRefused(new FileRequest("Bob", FILE));
    requests.onRefused(new FileRequest("bob", FILE.toLowerCase(Locale.ROOT)));
    requests.onRefused(new FileRequest("cid", FILE));
    assertEquals(List.of("ann at 3", "bob refused"), heard);
  }

  @Test
  void oneAtATimeAsksForAFileOfAUser() {
    TransferKey key = TransferKey.of("ann", FILE);
    Noted first = new Noted("first");
    Noted second = new Noted("second");
    assertTrue(requests.add(key, first));
    assertFalse(requests.add(key, second));
    requests.remove(key, second);
    assertFalse(requests.add(key, second), "only the one that asks can stop asking");
    requests.remove(key, first);
    assertTrue(requests.add(key, second));
  }

  @Test
  void aPushIsExpectedWithTheSizeThatIsKnown() {
    requests.add(TransferKey.of("ann", FILE), new Noted("ann"));
    assertTrue(isExpected("ann", 100));
    assertFalse(isExpected("ann", 10));
    assertFalse(isExpected("bob", 100));
  }
}
