package io.peerwright.overlay.gnutella.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Host;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.api.spi.Network;
import io.peerwright.kit.Digests;
import io.peerwright.kit.hash.TigerTree;
import io.peerwright.overlay.gnutella.LiveServent;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.tck.Needs;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our servents and one in Python, which was written from the documents alone, in each role and
 * against each other over real sockets.
 */
class SecondImplementationTest {

  private static final String NAME = "copper rain at noon.ogg";

  @TempDir private Path folder;

  private final VertxProvider provider = new VertxProvider();
  private final List<AutoCloseable> ends = new ArrayList<>();
  private Network network;
  private byte[] content;
  private Path file;
  private Urn urn;

  /** A table of words travels on its own: a search right behind it may come before it is read. */
  private static Hit searchUntilTold(LiveServent servent, String words) throws Exception {
    for (int attempt = 0; attempt < 10; attempt++) {
      Hit hit = servent.search(words);
      if (hit != null) {
        return hit;
      }
    }
    throw new AssertionError("never found " + words);
  }

  @BeforeEach
  void prepare() throws Exception {
    Needs.program("python3");
    content = new byte[300_001];
    new Random(7).nextBytes(content);
    file = Files.write(folder.resolve(NAME), content);
    urn = Urn.ofHash(Urn.SHA1, MessageDigest.getInstance("SHA-1").digest(content));
    network = provider.open(provider.defaults());
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : ends) {
      each.close();
    }
    network.close();
  }

  private LiveServent ours(GnutellaConfig config) throws Exception {
    String name = "ours" + ends.size();
    Host host = network.newHost(name, LiveServent.ANY_PORT, folder.resolve(name));
    LiveServent made = LiveServent.of(host, config);
    made.join();
    ends.add(0, made::leave);
    return made;
  }

  private LiveServent ultrapeer() throws Exception {
    return ours(GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
  }

  private GnutellaConfig leafOf(String endpoint) {
    return GnutellaConfig.DEFAULT
        .withRole(Tier.LEAF)
        .withQuiet(Duration.ofSeconds(1))
        .withBootstrap(List.of(HostPort.parse(endpoint)));
  }

  private void share(LiveServent servent) throws Exception {
    servent.share(new SharedItem(file, NAME, content.length, Set.of(urn), Map.of()));
    servent.awaitPublished();
  }

  private PythonServent python(String... options) throws Exception {
    PythonServent made = new PythonServent(Files.createTempDirectory(folder, "python"), options);
    ends.add(0, made);
    return made;
  }

  private void assertGot(PythonServent asker, Path target, boolean pushed) throws Exception {
    Map<String, String> hit = asker.await("hit");
    assertEquals(NAME, hit.get("name"));
    assertEquals(Integer.toString(content.length), hit.get("size"));
    assertEquals(urn.toString(), hit.get("urn"));
    assertEquals(pushed ? "True" : "False", hit.get("push"));
    int half = content.length / 2;
    Map<String, String> range = asker.await("range");
    assertEquals("bytes 0-" + (half - 1) + "/" + content.length, range.get("said"));
    assertEquals(urn.toString(), range.get("urn"));
    assertEquals(pushed ? "True" : "False", asker.await("got").get("pushed"));
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void itFindsAndFetchesFromUs() throws Exception {
    LiveServent ours = ultrapeer();
    share(ours);
    Path target = folder.resolve("got");
    PythonServent leaf = python("--connect", ours.endpoint(), "--get", target.toString());
    assertEquals("False", leaf.await("linked").get("deflate"));
    leaf.search("rain copper");
    assertGot(leaf, target, false);
  }

  @Test
  void itPushesUsWhoCannotBeCalled() throws Exception {
    LiveServent ours = ultrapeer();
    LiveServent hidden = ours(leafOf(ours.endpoint()).withFirewalled(true));
    share(hidden);
    Path target = folder.resolve("got");
    PythonServent leaf =
        python("--connect", ours.endpoint(), "--get", target.toString(), "--deflate");
    assertEquals("True", leaf.await("linked").get("deflate"));
    leaf.search("rain copper");
    assertGot(leaf, target, true);
  }

  @Test
  void weFindAndFetchFromIt() throws Exception {
    LiveServent ours = ultrapeer();
    PythonServent leaf = python("--connect", ours.endpoint(), "--share", file.toString());
    leaf.await("pong");
    Hit hit = searchUntilTold(ours, "copper rain");
    assertEquals(leaf.endpoint(), String.valueOf(hit.endpoint()));
    assertArrayEquals(content, ours.fetch(hit, folder.resolve("got")));
    assertEquals(NAME, leaf.await("served").get("name"));
  }

  @Test
  void wePushItIfItCannotBeCalled() throws Exception {
    LiveServent ours = ultrapeer();
    PythonServent leaf =
        python(
            "--connect", ours.endpoint(), "--share", file.toString(), "--firewalled", "--deflate");
    leaf.await("pong");
    Hit hit = searchUntilTold(ours, "copper rain");
    assertNotNull(hit);
    assertNull(hit.endpoint());
    assertArrayEquals(content, ours.fetch(hit, folder.resolve("got")));
    assertEquals(ours.endpoint(), leaf.await("pushed").get("to"));
  }

  /** It has two of three parts, so we have these two, and others of its kind take them from us. */
  @Test
  void partsGoFromItToUsAndFromUsToAnother() throws Exception {
    int here = 1 << 18;
    LiveServent ours = ultrapeer();
    LiveServent busy = ours(leafOf(ours.endpoint()).withUploads(0, 1, 10));
    Set<Urn> names = Set.copyOf(Digests.of(content, List.of(Digests.SHA1, TigerTree.KIND)));
    busy.share(new SharedItem(file, "quiet river.ogg", content.length, names, Map.of()));
    busy.awaitPublished();
    PythonServent partial =
        python("--connect", ours.endpoint(), "--share", file.toString(), "--here", "" + here);
    partial.await("pong");
    Hit tree = searchUntilTold(ours, "quiet river");
    Hit part = searchUntilTold(ours, "copper rain");
    Download download = ours.fetchPart(List.of(tree, part), folder.resolve("ours"), here);
    assertEquals(here, download.bytesDone());
    Path target = folder.resolve("got");
    PythonServent other =
        python("--parts", ours.endpoint(), urn.toString(), "" + here, "--get", target.toString());
    Map<String, String> told = other.await("parts");
    assertEquals("0-" + (here - 1), told.get("available"));
    assertEquals(Integer.toString(content.length), told.get("size"));
    assertArrayEquals(Arrays.copyOf(content, here), Files.readAllBytes(target));
  }

  @Test
  void asAnUltrapeerItBringsOurLeavesTogether() throws Exception {
    PythonServent ultrapeer = python("--role", "ultrapeer", "--deflate");
    LiveServent one = ours(leafOf(ultrapeer.endpoint()));
    LiveServent other = ours(leafOf(ultrapeer.endpoint()).withFirewalled(true));
    share(other);
    String slots = ultrapeer.await("table").get("slots");
    while (slots.equals("0")) {
      slots = ultrapeer.await("table").get("slots");
    }
    // "copper", "rain", "at", "noon" and "ogg", and "coppe" and "copp" for those who type less.
    assertEquals("7", slots);
    Hit hit = one.search("noon copper");
    assertEquals("noon copper", ultrapeer.await("query").get("text"));
    assertArrayEquals(content, one.fetch(hit, folder.resolve("got")));
  }
}
