package io.peerwright.tck;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.Transport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A host that counts what is opened and closed on it: sockets, links, look-ups and timers. It
 * writes down what callbacks throw, and can have all ports taken.
 *
 * <p>Proxies stand in for the handlers, so that methods that a contract gains later are passed on.
 */
final class SocketCounter {

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger listening = new AtomicInteger();
  private final Set<Object> binding =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger timers = new AtomicInteger();
  private final Set<Long> pending = ConcurrentHashMap.newKeySet();
  private final List<String> thrown = new CopyOnWriteArrayList<>();
  private final List<Endpoint> streamPorts = new CopyOnWriteArrayList<>();
  private final List<Endpoint> datagramPorts = new CopyOnWriteArrayList<>();
  private final Host host;
  private volatile @Nullable Endpoint takenStreamPort;
  private volatile @Nullable Endpoint takenDatagramPort;

  SocketCounter(Host inner) {
    Loop loop = countingLoop(inner.loop());
    Transport transport = countingTransport(inner.transport());
    host =
        (Host)
            Proxy.newProxyInstance(
                Host.class.getClassLoader(),
                new Class<?>[] {Host.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "loop" -> loop;
                      case "transport" -> transport;
                      default -> call(inner, method, arguments);
                    });
  }

  /** The host to give to an overlay. */
  Host host() {
    return host;
  }

  /** Sockets, links and look-ups that were ever opened. */
  int opened() {
    return opened.get();
  }

  /** Listening and datagram sockets that were ever opened. */
  int listening() {
    return listening.get();
  }

  /** Whether each of these has been bound, or could not be. */
  boolean listensWhereItWants() {
    return binding.isEmpty();
  }

  /** Sockets and links that have not been closed. */
  int open() {
    return open.get();
  }

  /** Timers that were ever set. */
  int timers() {
    return timers.get();
  }

  /** Timers that are set, and have neither run nor been cancelled. */
  int pendingTimers() {
    return pending.size();
  }

  /** What callbacks have thrown, with where. */
  List<String> thrown() {
    return List.copyOf(thrown);
  }

  /** Where streams are taken, or ever were. */
  List<Endpoint> streamPorts() {
    return List.copyOf(streamPorts);
  }

  /** Where datagrams are heard, or ever were. */
  List<Endpoint> datagramPorts() {
    return List.copyOf(datagramPorts);
  }

  /**
   * From now on, whatever port is asked for is one of these, where somebody else listens; null for
   * both ends that.
   */
  void takePorts(@Nullable Endpoint ofStreams, @Nullable Endpoint ofDatagrams) {
    takenStreamPort = ofStreams;
    takenDatagramPort = ofDatagrams;
  }

  private Loop countingLoop(Loop inner) {
    InvocationHandler counting =
        (self, method, arguments) -> {
          switch (method.getName()) {
            case "schedule" -> {
              timers.incrementAndGet();
              long[] timer = {0};
              Runnable runs = () -> pending.remove(timer[0]);
              arguments[1] =
                  arguments[1] instanceof TimerTarget target
                      ? counted(target, runs)
                      : counted((Runnable) arguments[1], runs);
              timer[0] = (long) call(inner, method, arguments);
              pending.add(timer[0]);
              return timer[0];
            }
            case "cancel" -> pending.remove(arguments[0]);
            case "execute" -> arguments[0] = watched((Runnable) arguments[0]);
            default -> {}
          }
          return call(inner, method, arguments);
        };
    return (Loop)
        Proxy.newProxyInstance(Loop.class.getClassLoader(), new Class<?>[] {Loop.class}, counting);
  }

  private TimerTarget counted(TimerTarget target, Runnable runs) {
    return (code, argument) -> {
      runs.run();
      watched(() -> target.onTimer(code, argument)).run();
    };
  }

  private Runnable counted(Runnable task, Runnable runs) {
    return () -> {
      runs.run();
      watched(task).run();
    };
  }

  private Runnable watched(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) {
        wasThrown(e);
        throw e;
      }
    };
  }

  /** A callback's own doing: what a test asserts in it is not. */
  private void wasThrown(Throwable e) {
    if (!(e instanceof AssertionError)) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      thrown.add(trace.toString());
    }
  }

  private Transport countingTransport(Transport inner) {
    InvocationHandler counting =
        (self, method, arguments) -> {
          switch (method.getName()) {
            case "connect" -> {
              opens();
              arguments[2] = closing(LinkHandler.class, arguments[2]);
            }
            case "listen" -> {
              opens();
              listening.incrementAndGet();
              arguments[0] = takenStreamPort == null ? arguments[0] : takenStreamPort;
              binding.add(arguments[2]);
              arguments[2] = accepting((LinkAcceptor) arguments[2]);
            }
            case "bind" -> {
              opens();
              listening.incrementAndGet();
              arguments[0] = takenDatagramPort == null ? arguments[0] : takenDatagramPort;
              binding.add(arguments[2]);
              arguments[2] = closing(DatagramHandler.class, arguments[2]);
            }
            case "resolve" -> opened.incrementAndGet();
            default -> {}
          }
          return call(inner, method, arguments);
        };
    return (Transport)
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, counting);
  }

  private void opens() {
    opened.incrementAndGet();
    open.incrementAndGet();
  }

  private <T> T closing(Class<T> type, Object handler) {
    return proxy(
        type,
        type.cast(handler),
        (method, arguments) -> {
          if (method.getName().equals("onClosed")) {
            open.decrementAndGet();
            binding.remove(handler);
          } else if (method.getName().equals("onBound")) {
            datagramPorts.add(((Datagrams) arguments[0]).local());
            binding.remove(handler);
          }
        });
  }

  private LinkAcceptor accepting(LinkAcceptor acceptor) {
    InvocationHandler counting =
        (self, method, arguments) -> {
          if (method.getName().equals("onClosed")) {
            open.decrementAndGet();
            binding.remove(acceptor);
          } else if (method.getName().equals("onListening")) {
            streamPorts.add((Endpoint) arguments[0]);
            binding.remove(acceptor);
          }
          Object result = callback(acceptor, method, arguments);
          if (method.getName().equals("onAccept") && result != null) {
            opens();
            return closing(LinkHandler.class, result);
          }
          return result;
        };
    return (LinkAcceptor)
        Proxy.newProxyInstance(
            LinkAcceptor.class.getClassLoader(), new Class<?>[] {LinkAcceptor.class}, counting);
  }

  private <T> T proxy(Class<T> type, T inner, BiConsumer<Method, Object[]> before) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              before.accept(method, arguments);
              return callback(inner, method, arguments);
            }));
  }

  private Object callback(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return call(target, method, arguments);
    } catch (Throwable e) {
      wasThrown(e);
      throw e;
    }
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
