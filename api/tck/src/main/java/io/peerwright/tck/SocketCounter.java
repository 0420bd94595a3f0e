package io.peerwright.tck;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.Transport;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A host that counts what is opened and closed on it: sockets, links, look-ups and timers.
 *
 * <p>Proxies stand in for the handlers, so that methods that a contract gains later are passed on.
 */
final class SocketCounter {

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger listening = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger timers = new AtomicInteger();
  private final Set<Long> pending = ConcurrentHashMap.newKeySet();
  private final Host host;

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
            default -> {}
          }
          return call(inner, method, arguments);
        };
    return (Loop)
        Proxy.newProxyInstance(Loop.class.getClassLoader(), new Class<?>[] {Loop.class}, counting);
  }

  private static TimerTarget counted(TimerTarget target, Runnable runs) {
    return (code, argument) -> {
      runs.run();
      target.onTimer(code, argument);
    };
  }

  private static Runnable counted(Runnable task, Runnable runs) {
    return () -> {
      runs.run();
      task.run();
    };
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
              arguments[2] = accepting((LinkAcceptor) arguments[2]);
            }
            case "bind" -> {
              opens();
              listening.incrementAndGet();
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
        method -> {
          if (method.getName().equals("onClosed")) {
            open.decrementAndGet();
          }
        });
  }

  private LinkAcceptor accepting(LinkAcceptor acceptor) {
    InvocationHandler counting =
        (self, method, arguments) -> {
          if (method.getName().equals("onClosed")) {
            open.decrementAndGet();
          }
          Object result = call(acceptor, method, arguments);
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

  private static <T> T proxy(Class<T> type, T inner, Consumer<Method> before) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              before.accept(method);
              return call(inner, method, arguments);
            }));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
