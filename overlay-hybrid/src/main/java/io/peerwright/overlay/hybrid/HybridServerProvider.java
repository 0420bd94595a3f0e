package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.server.HybridServer;
import java.util.Set;

/** Makes index servers: {@code "type": "hybrid-server"}. */
public final class HybridServerProvider implements OverlayProvider<HybridServerConfig> {

  /** For the service loader. */
  public HybridServerProvider() {}

  @Override
  public String name() {
    return "hybrid-server";
  }

  @Override
  public Class<HybridServerConfig> configType() {
    return HybridServerConfig.class;
  }

  @Override
  public HybridServerConfig defaults() {
    return HybridServerConfig.DEFAULT;
  }

  @Override
  public String explain(String component) {
    return switch (component) {
      case "listen" -> "where to listen; the host's address if not given, port 8888 if it has none";
      case "serverName" -> "how the server calls itself: 1 to 64 ASCII characters without spaces";
      case "messageOfTheDay" -> "lines that each user gets after login";
      case "maxUsers" -> "users logged in at a time, 1..1000000";
      case "maxSharesPerUser" -> "files of one user, 0..1000000";
      case "maxFrameBytes" -> "longest message of a user in bytes, 2048..65535";
      case "maxResults" -> "hits of one search, 1..10000";
      case "maxWaitingBytes" -> "bytes that may wait for a slow reader, 65536..1073741824";
      case "loginTimeout" -> "from connection to login, at least 1 s";
      case "idleTimeout" -> "silence after which a user's connection is tried out, at least 1 s";
      case "maxLoginsPerSecond" -> "logins of all users together per second, 1..1000000";
      case "maxSearchesPerSecond" -> "searches and browses of one user per second, 1..1000000";
      case "maxMessagesPerSecond" ->
          "other messages of one user per second, shares not counted, 1..1000000";
      case "registration" ->
          "open: any free nick may log in; required: registered ones only; closed: nobody can"
              + " register";
      case "indexDepth" -> "names of a path that can be searched for, from the end, 0..255; 0: all";
      case "indexSuffix" -> "whether the suffix of a file's name can be searched for";
      case "accounts" ->
          "file of the registered nicks and their passwords (salted hashes); not given: in memory"
              + " only, gone with the process";
      case "limits" ->
          "what strangers may make the server hold; an address is an IPv4 one or an IPv6 network of"
              + " 64 bits";
      case "limits.maxConnections" -> "connections at a time, 1..1000000";
      case "limits.maxConnectionsPerAddress" -> "connections of one address at a time, 1..1000000";
      case "limits.maxMemoryMebibytes" ->
          "estimated memory for strangers, 0..1048576; 0: a third of that of the process";
      case "limits.maxPasswordsPerMinute" ->
          "wrong passwords and changes of accounts by one address, 1..1000000";
      case "limits.maxAnswerKibibytesPerSecond" ->
          "what one user may have answered, 1..1048576; twice as much after a pause";
      case "warmUp" ->
          "for how long, at the most, the server tries itself out before it listens, so that the"
              + " first users find its code compiled; 0..1 min, 0: not at all";
      case "referrals" -> "where those are sent for whom there is no room";
      case "referrals.servers" -> "other servers as host:port, named in turn (821)";
      case "referrals.metaserver" -> "host or host:port (822), where no servers are named";
      case "referrals.listen" -> "where to answer as a metaserver, most often at port 8875";
      case "referrals.announced" ->
          "this server as host:port as a metaserver tells it; not given: the address that was"
              + " connected to";
      default -> "";
    };
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return HybridServer.CAPABILITIES;
  }

  @Override
  public Overlay create(Host host, HybridServerConfig config) {
    return new HybridServer(name(), host, config);
  }
}
