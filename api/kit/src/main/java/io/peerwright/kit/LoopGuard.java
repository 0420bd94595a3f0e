package io.peerwright.kit;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before what is used on one loop only, and refuses any other thread. For tests: each call
 * costs a reflection.
 *
 * <p>The handles that a guarded object returns are guarded, too; what its stages bring is not.
 */
public final class LoopGuard {

  private final Loop loop;
  private final String owner;
  private final Supplier<String> thread;

  /**
   * Guards what belongs to a peer.
   *
   * @param owner whose it is, such as {@code the peer "alice"}
   * @param thread tells the thread that calls
   */
  public LoopGuard(Loop loop, String owner, Supplier<String> thread) {
    this.loop = loop;
    this.owner = owner;
    this.thread = thread;
  }

  /**
   * The object behind a guard, as one of its interfaces; the object itself where that cannot be
   * reached from here.
   */
  public <T> T guard(Class<T> type, T inner) {
    boolean reachable = type.getModule().isExported(type.getPackageName(), getClass().getModule());
    return type.isInterface() && reachable
        ? type.cast(
            Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new Guarded(type, inner)))
        : inner;
  }

  private final class Guarded implements InvocationHandler {
    private final Class<?> type;
    private final Object inner;

    Guarded(Class<?> type, Object inner) {
      this.type = type;
      this.inner = inner;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return method.getName().equals("equals") && arguments != null
            ? inner.equals(plain(arguments[0]))
            : call(method, arguments);
      }
      if (!loop.isCurrent()) {
        throw new IllegalStateException(refusal(method.getName()));
      }
      Object result = call(method, arguments);
      Class<?> returned = method.getReturnType();
      return result != null && returned.isInterface() && Handle.class.isAssignableFrom(returned)
          ? guardAs(returned, result)
          : result;
    }

    private <T> T guardAs(Class<T> interfaceType, Object result) {
      return guard(interfaceType, interfaceType.cast(result));
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
      method.trySetAccessible();
      try {
        return method.invoke(inner, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private String refusal(String method) {
      String name = type.getSimpleName();
      return name
          + "."
          + method
          + " of "
          + owner
          + " was called by the thread \""
          + thread.get()
          + "\", but is for the loop of its peer; write peer.ask("
          + name
          + ".class, ...) or peer.call, or hand it to host.loop().execute";
    }
  }

  private static @Nullable Object plain(@Nullable Object maybe) {
    return maybe != null
            && Proxy.isProxyClass(maybe.getClass())
            && Proxy.getInvocationHandler(maybe) instanceof Guarded guarded
        ? guarded.inner
        : maybe;
  }
}
