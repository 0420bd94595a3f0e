package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.SwarmCounts;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Asks a tracker how swarms do (BEP 48, BEP 15). The first answer is the answer. */
public final class Scrape implements Handle {

  private static final int ATTEMPTS = 2;

  private final TrackerClient client;
  private final BiConsumer<? super @Nullable List<SwarmCounts>, ? super @Nullable OverlayException>
      done;
  private final TrackerAsk<List<SwarmCounts>> ask;
  private boolean told;
  private boolean over;

  /**
   * Asks.
   *
   * @param tracker the URL that announces go to
   * @param infoHashes 1 to 74
   * @param done called once with the counts in the same order, or with why there are none; not
   *     after {@link #close}
   * @throws IllegalArgumentException if the URL is none of a tracker, or has no place for scrapes
   */
  public Scrape(
      TrackerClient client,
      String tracker,
      List<Id20> infoHashes,
      BiConsumer<? super @Nullable List<SwarmCounts>, ? super @Nullable OverlayException> done) {
    Url url = TrackerClient.url(tracker);
    ScrapeQuestion question = new ScrapeQuestion(infoHashes);
    if (HttpClient.speaks(url) && question.target(url).isEmpty()) {
      throw new IllegalArgumentException(
          "the path of " + url + " does not end with announce, so it has no scrape beside it");
    }
    this.client = client;
    this.done = done;
    client.acquire();
    ask = new TrackerAsk<>(client, url, Reach.HOST, question, ATTEMPTS, new Answers());
  }

  private void end() {
    if (!over) {
      over = true;
      client.release();
    }
  }

  @Override
  public void close() {
    ask.close();
    end();
  }

  private final class Answers implements TrackerAsk.Listener<List<SwarmCounts>> {

    @Override
    public void onAnswer(List<SwarmCounts> counts, Endpoint from) {
      tell(counts, null);
    }

    @Override
    public void onOver(@Nullable OverlayException failure) {
      tell(null, failure);
      end();
    }

    private void tell(@Nullable List<SwarmCounts> counts, @Nullable OverlayException failure) {
      if (!told) {
        told = true;
        done.accept(counts, failure);
      }
    }
  }
}
