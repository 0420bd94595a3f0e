package io.peerwright.overlay.hybrid.config;

import io.peerwright.api.net.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an index server sends those for whom it has no room, and where it says as a metaserver
 * which server has.
 *
 * @param servers others as host:port; named in turn (821) to those for whom there is no room
 * @param metaserver as host or host:port; named (822) where no other servers are; empty names none
 * @param listen where to answer as a metaserver, most often at port 8875; null: nowhere
 * @param announced this server as host:port, as a metaserver tells it; empty tells the address that
 *     was connected to
 */
public record ServerReferrals(
    List<String> servers, String metaserver, @Nullable Endpoint listen, String announced) {

  /** Nobody is sent anywhere. */
  public static final ServerReferrals NONE = new ServerReferrals(List.of(), "", null, "");

  private static final int MAX_SERVERS = 1_000;
  private static final String HOST = "[A-Za-z0-9.\\-\\[\\]:]{1,253}";
  private static final String PORT = ":[1-9][0-9]{0,4}";

  /** Checks the addresses. */
  public ServerReferrals {
    servers = List.copyOf(servers);
    if (servers.size() > MAX_SERVERS) {
      throw new IllegalArgumentException("servers may be at most " + MAX_SERVERS);
    }
    for (String server : servers) {
      check("servers", server, HOST + PORT);
    }
    if (!metaserver.isEmpty()) {
      check("metaserver", metaserver, HOST + "(" + PORT + ")?");
    }
    if (!announced.isEmpty()) {
      check("announced", announced, HOST + PORT);
    }
  }

  private static void check(String name, String address, String form) {
    if (!address.matches(form)) {
      throw new IllegalArgumentException(
          name + " must be written as host:port, \"" + address + "\" is not");
    }
  }

  /** With other servers that take whom this one cannot. */
  public ServerReferrals withServers(List<String> others) {
    return new ServerReferrals(others, metaserver, listen, announced);
  }

  /** With a metaserver that knows servers with room. */
  public ServerReferrals withMetaserver(String other) {
    return new ServerReferrals(servers, other, listen, announced);
  }

  /** Answers as a metaserver here. */
  public ServerReferrals withListen(Endpoint endpoint) {
    return new ServerReferrals(servers, metaserver, endpoint, announced);
  }
}
