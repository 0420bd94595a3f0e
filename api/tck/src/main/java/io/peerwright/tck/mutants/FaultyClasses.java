package io.peerwright.tck.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The classes of a package and of those below it, loaded afresh, and some of them from another
 * source. All others are those of the parent.
 */
final class FaultyClasses extends ClassLoader {

  private final String prefix;
  private final Map<String, byte[]> replaced;

  /**
   * Loads what is replaced from here.
   *
   * @param replaced by their names; empty if nothing is
   */
  FaultyClasses(ClassLoader parent, String packageName, Map<String, byte[]> replaced) {
    super(parent);
    this.prefix = packageName + '.';
    this.replaced = replaced;
    // A test runner may have enabled assertions for its own loader only; faults are to break them.
    setDefaultAssertionStatus(true);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(prefix)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = replaced.get(name);
    if (bytes == null) {
      bytes = original(name);
    }
    // Of no known origin, so that a measurement of coverage leaves them out.
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] original(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
