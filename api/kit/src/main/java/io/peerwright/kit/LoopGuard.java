package io.peerwright.kit;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before what is used on one loop only, and refuses any other thread. For tests: each call
 * costs a reflection.
 *
 * <p>The handles that a guarded object returns are guarded, too, also those that its stages bring,
 * and so are the capabilities of a guarded overlay. Any thread may ask what never changes: the name
 * and the capabilities of an overlay, and the end of a download, which is a stage.
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

  /** What any thread may ask. */
  private static boolean isFixed(Method method) {
    Class<?> owner = method.getDeclaringClass();
    String name = method.getName();
    return owner == Overlay.class && Set.of("name", "capabilities", "as").contains(name)
        || owner == Download.class && name.equals("done");
  }

  private static @Nullable Class<?> handleOf(Type type) {
    return type instanceof Class<?> plain
            && plain.isInterface()
            && Handle.class.isAssignableFrom(plain)
        ? plain
        : null;
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
      if (!loop.isCurrent() && !isFixed(method)) {
        throw new IllegalStateException(refusal(method.getName()));
      }
      Object result = call(method, arguments);
      Class<?> handle = handleOf(method.getReturnType());
      if (result == null) {
        return null;
      }
      if (handle != null) {
        return guardAs(handle, result);
      }
      if (result instanceof CompletionStage<?> stage
          && method.getGenericReturnType() instanceof ParameterizedType generic) {
        Class<?> brought = handleOf(generic.getActualTypeArguments()[0]);
        return brought == null ? stage : stage.thenApply(value -> guardAs(brought, value));
      }
      return result instanceof Optional<?> one && type == Overlay.class && arguments != null
          ? one.map(value -> guardAs((Class<?>) arguments[0], value))
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
          + "\", but is for the loop of its peer; "
          + (Capability.class.isAssignableFrom(type)
              ? "write peer.ask(" + name + ".class, ...) or peer.call, or "
              : "")
          + "hand it to host.loop().execute";
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
