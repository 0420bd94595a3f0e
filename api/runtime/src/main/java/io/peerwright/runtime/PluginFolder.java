package io.peerwright.runtime;

import io.peerwright.api.Reason;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * A folder of foreign plug-ins: each jar in it, and each folder of jars in it, is loaded by itself,
 * so that no two plug-ins meet each other's libraries. They see Peerwright and what it brings.
 */
final class PluginFolder {

  private PluginFolder() {}

  /**
   * A class loader for each plug-in, in the order of their names. They stay open as long as the
   * process, for classes are loaded when they are needed.
   *
   * @throws PeerwrightException if there is no such folder
   */
  static List<ClassLoader> loaders(Path folder, ClassLoader parent) {
    if (!Files.isDirectory(folder)) {
      throw new PeerwrightException(
          Reason.UNRESOLVED, "there is no folder of plug-ins " + folder.toAbsolutePath());
    }
    List<ClassLoader> loaders = new ArrayList<>();
    for (Path entry : sorted(folder)) {
      List<Path> jars = Files.isDirectory(entry) ? sorted(entry) : List.of(entry);
      URL[] urls =
          jars.stream().filter(PluginFolder::isJar).map(PluginFolder::url).toArray(URL[]::new);
      if (urls.length > 0) {
        loaders.add(new URLClassLoader(entry.getFileName().toString(), urls, parent));
      }
    }
    return loaders;
  }

  /** Why a loader of {@link #loaders} brings no plug-in. */
  static String whyEmpty(ClassLoader plugin) {
    if (plugin instanceof URLClassLoader loader) {
      for (URL jar : loader.getURLs()) {
        try (ZipFile readable = new ZipFile(Path.of(jar.toURI()).toFile())) {
          readable.size();
        } catch (IOException | URISyntaxException e) {
          return jar + " is no jar: " + e.getMessage();
        }
      }
    }
    return Origin.of(plugin) + ": no file in META-INF/services names a plug-in";
  }

  private static List<Path> sorted(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new PeerwrightException(
          Reason.NOT_PERMITTED, "cannot read the folder of plug-ins " + folder + ": " + e, e);
    }
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError("every path has a URL: " + file, e);
    }
  }
}
