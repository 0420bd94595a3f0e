package io.peerwright.runtime;

import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Where plug-ins have come from, for messages about those that do not work. */
final class Origin {

  /** What the message of a {@link NoClassDefFoundError} is when the class is not there. */
  private static final Pattern CLASS_FILE = Pattern.compile("[\\w$/-]+");

  private Origin() {}

  /** The class and the jar or folder that it came from. */
  static String of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return type.getName() + " in " + (source == null ? "the JDK" : source.getLocation());
  }

  /** The jars of a plug-in. */
  static String of(ClassLoader plugin) {
    List<String> jars = new ArrayList<>();
    if (plugin instanceof URLClassLoader loader) {
      for (URL jar : loader.getURLs()) {
        jars.add(jar.toString());
      }
    }
    return String.join(" and ", jars);
  }

  /**
   * What a plug-in lacks to be used.
   *
   * @param plugin where it came from
   */
  static String missing(String plugin, LinkageError error) {
    String what = String.valueOf(error.getMessage());
    if (error instanceof NoClassDefFoundError && CLASS_FILE.matcher(what).matches()) {
      return "the class "
          + what.replace('/', '.')
          + " is missing, which "
          + plugin
          + " needs; put the jar that has it beside it";
    }
    return error + "; is " + plugin + " made for this version?";
  }
}
