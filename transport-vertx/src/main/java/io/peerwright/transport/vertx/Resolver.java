package io.peerwright.transport.vertx;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks names up with the resolver of the JDK, on threads of its own: name servers that do not
 * answer hold up other names at worst, never the disk or a loop.
 */
final class Resolver {

  private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

  /** A letter must be in it: the JDK takes what is all numbers for a short form of an address. */
  private static final Pattern NAME_AND_PORT =
      Pattern.compile("(?=[^:]*[a-zA-Z])([a-zA-Z0-9._-]{1,253}):([0-9]{1,5})");

  private final Vertx vertx;
  private final int threads;
  private @Nullable WorkerExecutor workers;

  Resolver(Vertx vertx, int threads) {
    this.vertx = vertx;
    this.threads = threads;
  }

  Handle resolve(
      VertxLoop loop, String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
    Answer answer = new Answer(loop, found);
    Endpoint literal = literal(hostAndPort);
    Matcher name = NAME_AND_PORT.matcher(hostAndPort);
    if (literal != null) {
      loop.execute(() -> answer.give(List.of(literal)));
    } else if (name.matches() && Integer.parseInt(name.group(2)) <= 65_535) {
      answer.waitFor(withinNanos);
      lookUp(name.group(1), Integer.parseInt(name.group(2)), answer);
    } else {
      loop.execute(() -> answer.give(List.of()));
    }
    return answer;
  }

  private static @Nullable Endpoint literal(String text) {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException isAName) {
      return null;
    }
  }

  private void lookUp(String name, int port, Answer answer) {
    try {
      workers()
          .executeBlocking(
              () -> {
                List<Endpoint> endpoints = ask(name, port);
                answer.loop.execute(() -> answer.give(endpoints));
                return null;
              },
              false);
    } catch (RejectedExecutionException | IllegalStateException closing) {
      LOG.trace("{} is not looked up any more", name, closing);
    }
  }

  private synchronized WorkerExecutor workers() {
    if (workers == null) {
      workers = vertx.createSharedWorkerExecutor("peerwright-resolver", threads);
    }
    return workers;
  }

  private static List<Endpoint> ask(String name, int port) {
    List<Endpoint> endpoints = new ArrayList<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(name)) {
        endpoints.add(Sockets.endpoint(new InetSocketAddress(address, port)));
      }
    } catch (UnknownHostException e) {
      LOG.debug("{} is not known", name, e);
    }
    return endpoints;
  }

  /** What somebody waits for. */
  private static final class Answer implements Handle {

    private final VertxLoop loop;
    private @Nullable Consumer<List<Endpoint>> found;
    private long timer;

    Answer(VertxLoop loop, Consumer<List<Endpoint>> found) {
      this.loop = loop;
      this.found = found;
    }

    void waitFor(long nanos) {
      timer = loop.schedule(nanos, () -> give(List.of()));
    }

    void give(List<Endpoint> endpoints) {
      Consumer<List<Endpoint>> waiting = found;
      close();
      if (waiting != null && !loop.isClosed()) {
        waiting.accept(endpoints);
      }
    }

    @Override
    public void close() {
      found = null;
      loop.cancel(timer);
    }
  }
}
