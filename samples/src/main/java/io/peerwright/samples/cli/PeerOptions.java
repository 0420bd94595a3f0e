package io.peerwright.samples.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that all commands with a peer share. They make one configuration document: the file,
 * if one is named, and what the options change in it.
 */
final class PeerOptions {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A JSON configuration. The other options change what it says.")
  private @Nullable Path file;

  @Option(
      names = "--overlay",
      paramLabel = "NAME",
      description = "The overlay to join. Default: hybrid (Napster).")
  private @Nullable String overlay;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "vertx (real TCP and UDP) or inmemory (a simulation). Default: vertx.")
  private @Nullable String transport;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "An index server to log in to; may be given several times.")
  private List<String> servers = new ArrayList<>();

  @Option(names = "--nick", paramLabel = "NAME", description = "How other peers call this one.")
  private @Nullable String nick;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen; port 0 takes a free one.")
  private @Nullable String listen;

  @Option(
      names = "--set",
      paramLabel = "POINTER=VALUE",
      description = "Sets any other key, such as --set /overlays/0/maxUploads=5.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  Console console() {
    return new Console(json);
  }

  /** Binds what was asked for; without a file to a peer in {@code defaultOverlay}. */
  PeerConfig config(Peerwright peerwright, String defaultOverlay) throws IOException {
    if (file != null && !Files.isReadable(file)) {
      throw new UserException("cannot read the configuration " + file + "; name another file");
    }
    if (file != null && changesNothing()) {
      return peerwright.load(file);
    }
    ObjectNode document = file == null ? MAPPER.createObjectNode() : parsed(file);
    change(document, defaultOverlay);
    return peerwright.parse(MAPPER.writeValueAsString(document));
  }

  private boolean changesNothing() {
    return overlay == null
        && transport == null
        && servers.isEmpty()
        && nick == null
        && listen == null
        && settings.isEmpty();
  }

  private static ObjectNode parsed(Path file) throws IOException {
    JsonNode document = MAPPER.readTree(Files.readString(file));
    if (document instanceof ObjectNode object) {
      return object;
    }
    throw new UserException(file + " must hold one JSON object");
  }

  private void change(ObjectNode document, String defaultOverlay) {
    ObjectNode network = document.withObject("/transport");
    if (transport != null || !network.has("type")) {
      network.put("type", transport == null ? "vertx" : transport);
    }
    if (listen != null) {
      network.put("listen", listen);
    }
    if (nick != null) {
      document.put("name", nick);
    }
    ArrayNode overlays = document.withArray("/overlays");
    if (overlays.isEmpty()) {
      overlays.addObject().put("type", defaultOverlay);
    }
    if (overlays.get(0) instanceof ObjectNode first) {
      if (overlay != null) {
        first.put("type", overlay);
      }
      if (!servers.isEmpty()) {
        ArrayNode list = first.putArray("servers");
        servers.forEach(list::add);
      }
    }
    settings.forEach((pointer, value) -> set(document, pointer, value));
  }

  private static void set(ObjectNode document, String pointer, String value) {
    JsonPointer path = pointer(pointer);
    JsonNode parent = document.at(path.head());
    JsonNode node = value(value);
    if (parent instanceof ObjectNode object) {
      object.set(path.last().getMatchingProperty(), node);
    } else if (parent instanceof ArrayNode array && path.last().getMatchingIndex() >= 0) {
      if (path.last().getMatchingIndex() >= array.size()) {
        array.add(node);
      } else {
        array.set(path.last().getMatchingIndex(), node);
      }
    } else {
      throw new UserException("--set " + pointer + ": there is nothing at " + path.head());
    }
  }

  private static JsonPointer pointer(String text) {
    if (!text.startsWith("/") || text.length() < 2) {
      throw new UserException(
          "--set takes a JSON pointer such as /overlays/0/nick=bob, not \"" + text + "\"");
    }
    return JsonPointer.compile(text);
  }

  /** JSON where it is JSON, else the text itself: 5 is a number, bob needs no quotes. */
  private static JsonNode value(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node.isMissingNode() ? MAPPER.getNodeFactory().textNode(text) : node;
    } catch (JsonProcessingException e) {
      return MAPPER.getNodeFactory().textNode(text);
    }
  }
}
