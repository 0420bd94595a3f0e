package io.peerwright.overlay.hybrid.config;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.Bounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of an index server.
 *
 * @param listen where to listen; null takes the host's address, with port 8888 if it has none
 * @param serverName how the server calls itself; no spaces
 * @param messageOfTheDay lines that each user gets after login
 * @param maxUsers users logged in at a time
 * @param maxSharesPerUser files of one user
 * @param maxFrameBytes longest message of a user, header included; before login it is 2,048
 * @param maxResults hits of one search
 * @param maxWaitingBytes answers that may wait for a slow reader before it is cut off
 * @param loginTimeout from connection to login
 * @param idleTimeout silence after which a user's connection is tried out
 * @param maxLoginsPerSecond logins of all users together
 * @param maxSearchesPerSecond searches and browses of one user; costly searches count several times
 * @param maxMessagesPerSecond all other messages of one user but shares
 * @param registration who may log in
 * @param indexDepth names of a path that can be searched for, counted from the end; 0 for all
 * @param indexSuffix whether the file's suffix can be searched for
 * @param accounts file of the registered nicks; null keeps them in memory only
 * @param limits what strangers may make the server hold
 * @param warmUp for how long, at the most, the server tries itself out before it listens, so that
 *     the first users find its code compiled; 0 for not at all
 * @param referrals where those are sent for whom there is no room
 */
public record HybridServerConfig(
    @Nullable Endpoint listen,
    String serverName,
    List<String> messageOfTheDay,
    int maxUsers,
    int maxSharesPerUser,
    int maxFrameBytes,
    int maxResults,
    int maxWaitingBytes,
    Duration loginTimeout,
    Duration idleTimeout,
    int maxLoginsPerSecond,
    int maxSearchesPerSecond,
    int maxMessagesPerSecond,
    Registration registration,
    int indexDepth,
    boolean indexSuffix,
    @Nullable Path accounts,
    ServerLimits limits,
    ServerReferrals referrals,
    Duration warmUp) {

  /** Who may log in. */
  public enum Registration {
    /** Anybody under any nick that is free; whoever registers a nick keeps it. */
    OPEN,
    /** Registered nicks only; anybody may register. */
    REQUIRED,
    /** As {@link #OPEN}, but no nick can be registered any more. */
    CLOSED
  }

  /** What holds where the configuration is silent. */
  public static final HybridServerConfig DEFAULT =
      new HybridServerConfig(
          null,
          "peerwright",
          List.of("Welcome."),
          100_000,
          10_000,
          16_384,
          100,
          1 << 20,
          Duration.ofSeconds(30),
          Duration.ofMinutes(15),
          20_000,
          20,
          100,
          Registration.OPEN,
          0,
          true,
          null,
          ServerLimits.DEFAULT,
          ServerReferrals.NONE,
          Duration.ZERO);

  /** Checks the ranges. */
  public HybridServerConfig {
    messageOfTheDay = List.copyOf(messageOfTheDay);
    if (!serverName.matches("[!-~&&[^\"]]{1,64}")) {
      throw new IllegalArgumentException(
          "serverName must have 1 to 64 ASCII characters without spaces and quotes");
    }
    Bounds.check("maxUsers", maxUsers, 1, 1_000_000);
    Bounds.check("maxSharesPerUser", maxSharesPerUser, 0, 1_000_000);
    Bounds.check("maxFrameBytes", maxFrameBytes, 2_048, 65_535);
    Bounds.check("maxResults", maxResults, 1, 10_000);
    Bounds.check("maxWaitingBytes", maxWaitingBytes, 65_536, 1 << 30);
    Bounds.check("maxLoginsPerSecond", maxLoginsPerSecond, 1, 1_000_000);
    Bounds.check("maxSearchesPerSecond", maxSearchesPerSecond, 1, 1_000_000);
    Bounds.check("maxMessagesPerSecond", maxMessagesPerSecond, 1, 1_000_000);
    Bounds.check("indexDepth", indexDepth, 0, 255);
    atLeastASecond("loginTimeout", loginTimeout);
    atLeastASecond("idleTimeout", idleTimeout);
    Bounds.check("warmUp", warmUp, Duration.ZERO, Duration.ofMinutes(1));
  }

  private static void atLeastASecond(String name, Duration value) {
    Bounds.check(name, value, Duration.ofSeconds(1), Duration.ofDays(365));
  }

  /** The same server at another address. */
  public HybridServerConfig withListen(Endpoint endpoint) {
    return with(draft -> draft.listen = endpoint);
  }

  /** The same server for more users at a time, or fewer. */
  public HybridServerConfig withMaxUsers(int users) {
    return with(draft -> draft.maxUsers = users);
  }

  /** The same server with its accounts in a file. */
  public HybridServerConfig withAccounts(Path file) {
    return with(draft -> draft.accounts = file);
  }

  /** The same server with other limits. */
  public HybridServerConfig withLimits(ServerLimits other) {
    return with(draft -> draft.limits = other);
  }

  /** The same server, sending those elsewhere for whom there is no room. */
  public HybridServerConfig withReferrals(ServerReferrals other) {
    return with(draft -> draft.referrals = other);
  }

  /** The same server with another time to try itself out. */
  public HybridServerConfig withWarmUp(Duration within) {
    return with(draft -> draft.warmUp = within);
  }

  private HybridServerConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** The components that are changed one by one, beside those that stay. */
  private static final class Draft {
    private final HybridServerConfig from;
    private @Nullable Endpoint listen;
    private int maxUsers;
    private @Nullable Path accounts;
    private ServerLimits limits;
    private ServerReferrals referrals;
    private Duration warmUp;

    Draft(HybridServerConfig from) {
      this.from = from;
      listen = from.listen;
      maxUsers = from.maxUsers;
      accounts = from.accounts;
      limits = from.limits;
      referrals = from.referrals;
      warmUp = from.warmUp;
    }

    HybridServerConfig build() {
      return new HybridServerConfig(
          listen,
          from.serverName,
          from.messageOfTheDay,
          maxUsers,
          from.maxSharesPerUser,
          from.maxFrameBytes,
          from.maxResults,
          from.maxWaitingBytes,
          from.loginTimeout,
          from.idleTimeout,
          from.maxLoginsPerSecond,
          from.maxSearchesPerSecond,
          from.maxMessagesPerSecond,
          from.registration,
          from.indexDepth,
          from.indexSuffix,
          accounts,
          limits,
          referrals,
          warmUp);
    }
  }
}
