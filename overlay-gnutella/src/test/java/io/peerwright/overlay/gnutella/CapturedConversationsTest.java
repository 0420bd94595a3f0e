package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.capture.Capture.Item;
import io.peerwright.overlay.gnutella.capture.Capture.Kind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.hit.HitBody;
import io.peerwright.overlay.gnutella.hit.HitRecord;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.transfer.Recorded;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conversations with gtk-gnutella again, with a servent of ours on one side. */
class CapturedConversationsTest {

  private static final GnutellaConfig CONFIG = GnutellaConfig.DEFAULT.withLinks(10, 10, 3);

  /** One side of a recorded conversation, which says what it has said, whatever it is told. */
  private static final class Player implements LinkHandler {
    private final List<byte[]> turns = new ArrayList<>();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final boolean speaks;
    private Reason end;

    /**
     * It plays one side.
     *
     * @param ours whether that of the recorder
     */
    Player(Capture capture, String connection, boolean ours, boolean speaks) {
      this.speaks = speaks;
      int blocks = speaks ? 1 : 0;
      ByteArrayOutputStream turn = new ByteArrayOutputStream();
      for (Item item : capture.items()) {
        if (item.ours() != ours
            || !item.connection().equals(connection)
            || item.kind() == Kind.INFLATED) {
          continue;
        }
        turn.writeBytes(item.bytes());
        if (item.kind() == Kind.TEXT && item.text().equals("\r\n") && blocks-- > 0) {
          turns.add(turn.toByteArray());
          turn.reset();
        }
      }
      turns.add(turn.toByteArray());
    }

    private void say(Link link) {
      if (!turns.isEmpty()) {
        link.write(ByteBuffer.wrap(turns.remove(0)));
      }
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      if (speaks) {
        say(link);
      }
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      got.writeBytes(bytes);
      if (got.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
        say(link);
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      end = reason;
    }

    /** The messages that it got; each is whole. */
    List<Message> messages() throws Exception {
      byte[] bytes = got.toByteArray();
      String text = got.toString(StandardCharsets.ISO_8859_1);
      int at = text.indexOf("\r\n\r\n") + 4;
      if (text.startsWith("GNUTELLA/0.6", at)) {
        at = text.indexOf("\r\n\r\n", at) + 4;
      }
      boolean packed = text.substring(0, at).contains("Content-Encoding: deflate");
      byte[] plain = packed ? inflated(bytes, at) : bytes;
      at = packed ? 0 : at;
      List<Message> messages = new ArrayList<>();
      for (ByteBuffer all = ByteBuffer.wrap(plain); at < all.limit(); ) {
        messages.add(Messages.read(all, at));
        at += Header.BYTES + Header.payloadLength(all, at);
      }
      return messages;
    }

    private static byte[] inflated(byte[] bytes, int from) throws DataFormatException {
      Inflater inflater = new Inflater();
      inflater.setInput(bytes, from, bytes.length - from);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] room = new byte[4_000];
      for (int count = inflater.inflate(room); count > 0; count = inflater.inflate(room)) {
        out.write(room, 0, count);
      }
      inflater.end();
      return out.toByteArray();
    }
  }

  /** A servent that shares the recorded files, and gtk-gnutella linked with it. */
  private static Player withGtk(
      SimulatedServents network, int number, String connection, Tier ours) {
    Capture capture = Capture.number(number);
    boolean dialled =
        capture.facts("connection").stream()
            .anyMatch(each -> each.startsWith(connection + " tcp dialled-by gtk"));
    Player gtk = new Player(capture, connection, false, dialled);
    Host host = network.simulation.newHost("gtk", null, null);
    Endpoint at = host.listenAddress().withPort(SimulatedServents.PORT);
    if (!dialled) {
      host.transport().listen(at, SocketOptions.DEFAULT, accepted -> gtk);
      network.first(at);
    }
    network.add(1, i -> CONFIG.withRole(ours));
    share(network);
    if (dialled) {
      Endpoint to = network.servents.get(0).endpoints().get(0);
      host.transport().connect(to, SocketOptions.DEFAULT, gtk);
    }
    network.pass(5);
    return gtk;
  }

  private static void share(SimulatedServents network) {
    Recorded.files(network.hosts.get(0).directory())
        .forEach(network.servents.get(0).as(Sharing.class).orElseThrow()::share);
  }

  private static Map<String, Long> sent(int number, String connection) {
    Map<String, Long> sent = new TreeMap<>();
    for (Item item : Capture.number(number).messages()) {
      if (!item.ours() && item.connection().equals(connection)) {
        sent.merge(meter(Header.type(ByteBuffer.wrap(item.bytes()), 0)), 1L, Long::sum);
      }
    }
    return sent;
  }

  private static String meter(int type) {
    return switch (type) {
      case MessageType.PING -> "messages.ping";
      case MessageType.PONG -> "messages.pong";
      case MessageType.QUERY -> "messages.query";
      case MessageType.QUERY_HIT -> "messages.query-hit";
      case MessageType.PUSH -> "messages.push";
      default -> "messages.other";
    };
  }

  /** Each as it was, ours in the place of the recorder. */
  @ParameterizedTest
  @CsvSource({
    "1, gnutella, LEAF",
    "2, gnutella, LEAF",
    "3, gnutella, ULTRAPEER",
    "4, gnutella, ULTRAPEER",
    "7, gnutella, ULTRAPEER",
    "11, gnutella, ULTRAPEER",
    "12, gnutella, ULTRAPEER",
    "13, gnutella, ULTRAPEER",
    "14, gnutella, ULTRAPEER",
    "20, gnutella, ULTRAPEER",
    "21, gnutella, ULTRAPEER",
    "22, gnutella, ULTRAPEER",
    "23, gnutella, ULTRAPEER",
    "30, gnutella, ULTRAPEER",
    "31, gnutella, ULTRAPEER",
    "32, gnutella, ULTRAPEER",
    "33, gnutella, ULTRAPEER",
    "34, gnutella, ULTRAPEER",
    "35, gnutella, ULTRAPEER",
    "45, gnutella, ULTRAPEER",
    "46, gnutella, ULTRAPEER",
    "47, gnutella, ULTRAPEER",
    "50, gnutella, ULTRAPEER",
    "51, gnutella, ULTRAPEER",
    "52, first, ULTRAPEER",
    "52, second, ULTRAPEER"
  })
  void whatGtkSaysIsTakenAndAnsweredInWholeMessages(int number, String connection, Tier ours)
      throws Exception {
    try (SimulatedServents network = new SimulatedServents(7)) {
      Player gtk = withGtk(network, number, connection, ours);
      sent(number, connection)
          .forEach((meter, count) -> assertEquals(count, network.meter(0, meter), meter));
      assertEquals(1, network.meter(0, "links.made"));
      assertEquals(0, network.meter(0, "messages.malformed"));
      boolean bye =
          Capture.number(number).messages().stream()
              .filter(each -> !each.ours() && each.connection().equals(connection))
              .anyMatch(each -> Header.type(ByteBuffer.wrap(each.bytes()), 0) == MessageType.BYE);
      long links = network.meter(0, "links.ultrapeers.now") + network.meter(0, "links.leaves.now");
      assertEquals(bye ? 0 : 1, links);
      assertEquals(bye, gtk.end != null, "who says bye is hung up on");
      assertTrue(bye || !gtk.messages().isEmpty());
    }
  }

  /** The queries of a user of gtk-gnutella find our file: plain, deflated, of an ultrapeer. */
  @ParameterizedTest
  @CsvSource({"32", "33", "34"})
  void itsUserFindsOurFiles(int number) throws Exception {
    try (SimulatedServents network = new SimulatedServents(7)) {
      Player gtk = withGtk(network, number, "gnutella", Tier.ULTRAPEER);
      Set<String> names = new TreeSet<>();
      for (Message message : gtk.messages()) {
        if (message instanceof QueryHit hit) {
          HitBody.read(hit).records().forEach(each -> names.add(each.name()));
        }
      }
      assertEquals(Set.of("alpha bravo charlie.txt"), names);
    }
  }

  /** What the files of a hit are known by: names, sizes and hashes. */
  private static String files(QueryHit hit) throws Exception {
    TreeSet<String> files = new TreeSet<>();
    for (HitRecord record : HitBody.read(hit).records()) {
      files.add(
          record.name() + " " + record.size() + " " + record.area().ggep().data(GgepIds.HASH));
    }
    return files.toString();
  }

  /** The queries of the recorder, one by one, to ours, and the hits of gtk-gnutella itself. */
  private static List<String> differences(int number) throws Exception {
    List<String> differences = new ArrayList<>();
    try (SimulatedServents network = new SimulatedServents(7)) {
      network.add(1, i -> CONFIG.withRole(Tier.ULTRAPEER));
      share(network);
      Endpoint to = network.servents.get(0).endpoints().get(0);
      RawServent asker =
          RawServent.ultrapeer(
              network.simulation, network.simulation.newHost("a", null, null), to, "");
      asker.take(1_000);
      List<Item> messages = Capture.number(number).messages();
      for (int i = 0; i < messages.size(); i++) {
        Item item = messages.get(i);
        ByteBuffer bytes = ByteBuffer.wrap(item.bytes());
        if (!item.ours() || Header.type(bytes, 0) != MessageType.QUERY) {
          continue;
        }
        List<String> expected = new ArrayList<>();
        for (Item next : messages.subList(i + 1, messages.size())) {
          ByteBuffer answer = ByteBuffer.wrap(next.bytes());
          int type = Header.type(answer, 0);
          if (next.ours() && type == MessageType.QUERY) {
            break;
          }
          if (type == MessageType.QUERY_HIT && Header.hops(answer, 0) == 0) {
            expected.add(files((QueryHit) Messages.read(answer, 0)));
          }
        }
        List<String> ours = new ArrayList<>();
        asker.sendBytes(item.bytes());
        for (RawServent.Got got : asker.take(2_000, QueryHit.class)) {
          assertEquals(Header.guid(bytes, 0), got.guid());
          ours.add(files((QueryHit) got.message()));
        }
        if (!ours.equals(expected)) {
          String text = ((Query) Messages.read(bytes, 0)).text();
          differences.add(text + ": " + expected.size() + " of gtk, " + ours.size() + " of ours");
        }
      }
    }
    return differences;
  }

  @Test
  void itsFilesAreFoundHereByTheSameQueries() throws Exception {
    assertEquals(List.of(), differences(30));
  }

  /** Gtk gave no answer to flags of version 0.4. */
  @Test
  void variantsOfQueriesFindTheSame() throws Exception {
    assertEquals(List.of("hotel: 0 of gtk, 1 of ours"), differences(35));
  }
}
