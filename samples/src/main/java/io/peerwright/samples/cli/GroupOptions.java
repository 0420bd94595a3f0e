package io.peerwright.samples.cli;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.address.GroupNames;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.SlowNotice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that commands for groups share: how messages get to the members. */
final class GroupOptions {

  @Mixin private ConfigOptions configuration;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description =
          "How groups are reached: ip-multicast, end-host, flood-prune, or auto (IP multicast where"
              + " it works, end-host multicast between subnets). Default: auto if --rendezvous is"
              + " given, else ip-multicast.")
  private @Nullable String by;

  @Option(
      names = "--rendezvous",
      paramLabel = "HOST:PORT",
      description =
          "A server at which members of end-host multicast find each other; may be given several"
              + " times.")
  private List<String> servers = new ArrayList<>();

  @Option(
      names = "--delivery",
      paramLabel = "KIND",
      description =
          "What becomes of lost messages, alike for all members: datagrams, live, reliable or"
              + " history with ip-multicast; live or reliable with end-host.")
  private @Nullable String delivery;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen; port 0 takes a free one.")
  private @Nullable String listen;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "vertx (real TCP and UDP) or inmemory (a simulation). Default: vertx.")
  private @Nullable String transport;

  Peerwright open() {
    return configuration.open();
  }

  Console console() {
    return configuration.console();
  }

  /** Starts a peer with multicast. */
  Peer start(Console console, Peerwright peerwright) {
    PeerConfig config = configuration.bind(peerwright, values());
    peerwright.require(config, Multicast.class);
    return SlowNotice.during(
        () -> peerwright.start(config),
        () -> {
          console.say("joining ...");
          console.event("joining", "peer", config.name(), "servers", servers);
        });
  }

  private Map<String, String> values() {
    boolean isFree = configuration.hasNoFile();
    String kind = by != null ? by : servers.isEmpty() ? "ip-multicast" : "auto";
    Map<String, String> values = new LinkedHashMap<>();
    PeerOptions.put(values, "/transport/type", transport == null && isFree ? "vertx" : transport);
    PeerOptions.put(values, "/transport/listen", listen);
    PeerOptions.put(values, "/multicast/type", by == null && !isFree ? null : kind);
    PeerOptions.put(
        values,
        kind.equals("auto") ? "/multicast/endHost/rendezvous" : "/multicast/rendezvous",
        servers.isEmpty() ? null : PeerOptions.list(servers));
    PeerOptions.put(
        values,
        kind.equals("auto") ? "/multicast/endHost/delivery" : "/multicast/delivery",
        delivery);
    return values;
  }

  /**
   * The group that is meant.
   *
   * @param name an address with a port, or a name that stands for one of 239.192.0.0/14
   */
  static Group group(String name, String title) {
    Endpoint address;
    try {
      address = Endpoint.parse(name);
    } catch (IllegalArgumentException notAnAddress) {
      address = GroupNames.ipv4(name);
    }
    try {
      return new Group(address, title);
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }
}
