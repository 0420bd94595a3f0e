package io.peerwright.transport.vertx;

import io.netty.channel.IoEventLoop;
import io.netty.channel.nio.NioIoHandle;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Network;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of Vert.x and the hosts on its event loops. */
final class VertxNetwork implements Network {

  private static final Logger LOG = LoggerFactory.getLogger(VertxNetwork.class);

  private static final Endpoint ANY = Endpoint.ofIpv4(0, 0);
  private static final long CLOSE_WITHIN_SECONDS = 10;
  private static final String NO_RESOLVER = "vertx.disableDnsResolver";

  private final VertxConfig config;

  /** The links that one listening socket may hold. */
  private final int maxLinks;

  private final Vertx vertx;
  private final Resolver resolver;
  private final List<Reactor> reactors = new ArrayList<>();

  /** Guarded by itself. */
  private final AddressWatch addresses = new AddressWatch();

  /** Guarded by itself, as are the two below. */
  private final Map<String, VertxHost> hosts = new LinkedHashMap<>();

  private int nextReactor;
  private boolean closed;

  VertxNetwork(VertxConfig config) {
    this.config = config;
    maxLinks = OpenFiles.links(config.acceptedLinks(), OpenFiles.limit());
    vertx = open(options(config));
    VertxInternal internal = (VertxInternal) vertx;
    for (EventExecutor executor : internal.nettyEventLoopGroup()) {
      IoEventLoop eventLoop = (IoEventLoop) executor;
      if (!eventLoop.isCompatible(NioIoHandle.class)) {
        vertx.close();
        throw new IllegalStateException("Vert.x must run on NIO, not on a native transport");
      }
      reactors.add(
          new Reactor(
              eventLoop,
              internal.contextBuilder().withEventLoop(eventLoop).build(),
              config.ioBufferBytes()));
    }
    resolver = new Resolver(vertx, config.resolverThreads());
    Reactor first = reactors.get(0);
    first
        .eventLoop()
        .scheduleWithFixedDelay(
            () -> first.offload(this::lookAtAddresses),
            0,
            AddressWatch.EVERY_SECONDS,
            TimeUnit.SECONDS);
  }

  private @Nullable Void lookAtAddresses() throws SocketException {
    onAddresses(Interfaces.allAddresses());
    return null;
  }

  /** These are the addresses of the machine now. */
  void onAddresses(Set<Endpoint> present) {
    Set<Endpoint> lost;
    synchronized (addresses) {
      lost = addresses.lost(present);
    }
    if (!lost.isEmpty()) {
      List<VertxHost> all;
      synchronized (hosts) {
        all = List.copyOf(hosts.values());
      }
      all.forEach(host -> host.loop().execute(() -> host.cutOff(lost)));
    }
  }

  /**
   * Opens Vert.x without its own resolver, which nothing here asks and which is a fifth of the time
   * that opening takes. There is no option for it but a property of the process, so it is set for
   * the moment of opening only, and not at all if somebody has chosen already.
   */
  private static synchronized Vertx open(VertxOptions options) {
    boolean chosen = System.getProperty(NO_RESOLVER) != null;
    if (!chosen) {
      System.setProperty(NO_RESOLVER, "true");
    }
    try {
      return Vertx.builder().with(options).build();
    } finally {
      if (!chosen) {
        System.clearProperty(NO_RESOLVER);
      }
    }
  }

  private static VertxOptions options(VertxConfig config) {
    int loops = config.eventLoops();
    return new VertxOptions()
        .setEventLoopPoolSize(loops == 0 ? Runtime.getRuntime().availableProcessors() : loops)
        .setWorkerPoolSize(config.workerThreads())
        .setInternalBlockingPoolSize(1)
        // To hash a large file may take long, and is no reason to warn.
        .setMaxWorkerExecuteTimeUnit(TimeUnit.HOURS)
        .setMaxWorkerExecuteTime(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  @Override
  public Host newHost(String name, @Nullable Endpoint listen, @Nullable Path directory) {
    synchronized (hosts) {
      if (closed) {
        throw new IllegalStateException("the network is closed");
      }
      if (hosts.containsKey(name)) {
        throw new IllegalArgumentException("there is a host named \"" + name + "\" already");
      }
      Reactor reactor = reactors.get(nextReactor);
      nextReactor = (nextReactor + 1) % reactors.size();
      HostSockets sockets = new HostSockets(reactor, new VertxLoop(reactor, name));
      VertxHost host =
          new VertxHost(
              sockets,
              new VertxTransport(sockets, resolver, config, maxLinks),
              listen == null ? ANY : listen,
              directory == null ? Path.of("").toAbsolutePath() : directory,
              this::forget);
      hosts.put(name, host);
      return host;
    }
  }

  /** False if the host was forgotten before. */
  private boolean forget(VertxHost host) {
    synchronized (hosts) {
      return hosts.remove(host.name(), host);
    }
  }

  @Override
  public void close() {
    if (reactors.stream().anyMatch(Reactor::isCurrent)) {
      throw new IllegalStateException("a network cannot be closed on one of its own loops");
    }
    List<VertxHost> open;
    synchronized (hosts) {
      if (closed) {
        return;
      }
      closed = true;
      open = List.copyOf(hosts.values());
    }
    open.forEach(VertxHost::markClosed);
    open.forEach(VertxHost::close);
    try {
      awaitLastCalls();
      List<Thread> threads = eventLoopThreads();
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(CLOSE_WITHIN_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      vertx.close();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Vert.x did not close in order", e);
      vertx.close();
    }
  }

  /** Waits until all sockets have been told that they are closed. */
  private void awaitLastCalls() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(reactors.size());
    for (Reactor reactor : reactors) {
      reactor.post(() -> reactor.postAfterSelect(told::countDown));
    }
    if (!told.await(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("A loop is busy and does not close its sockets");
    }
  }

  /** Netty says that an event loop has ended a moment before its thread has. */
  private List<Thread> eventLoopThreads()
      throws InterruptedException, ExecutionException, TimeoutException {
    VertxInternal internal = (VertxInternal) vertx;
    List<Thread> threads = new ArrayList<>();
    for (EventExecutorGroup group :
        List.of(internal.nettyEventLoopGroup(), internal.acceptorEventLoopGroup())) {
      for (EventExecutor executor : group) {
        threads.add(
            executor.submit(Thread::currentThread).get(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS));
      }
    }
    return threads;
  }
}
