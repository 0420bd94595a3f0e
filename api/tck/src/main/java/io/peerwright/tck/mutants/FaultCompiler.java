package io.peerwright.tck.mutants;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles single files against the class path, which is opened once. */
final class FaultCompiler implements AutoCloseable {

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final JavaFileManager classPath;

  FaultCompiler() {
    if (compiler == null) {
      throw new IllegalStateException("needs a JDK: this Java has no compiler");
    }
    classPath = compiler.getStandardFileManager(null, null, null);
  }

  /** What comes out of a file, by the names of classes. */
  Map<String, byte[]> compile(String className, String text) {
    Map<String, ByteArrayOutputStream> written = new HashMap<>();
    StringWriter said = new StringWriter();
    JavaFileManager files = new InMemory(classPath, written);
    List<String> options =
        List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
    List<Source> sources = List.of(new Source(className, text));
    if (!compiler.getTask(said, files, null, options, null, sources).call()) {
      throw new IllegalStateException("the fault does not compile: " + said);
    }
    Map<String, byte[]> classes = new HashMap<>();
    written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  @Override
  public void close() throws IOException {
    classPath.close();
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String className, String text) {
      super(URI.create("memory:/" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what the compiler writes. */
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {

    private final Map<String, ByteArrayOutputStream> written;

    InMemory(JavaFileManager inner, Map<String, ByteArrayOutputStream> written) {
      super(inner);
      this.written = written;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      URI uri = URI.create("memory:/" + className.replace('.', '/') + ".class");
      return new SimpleJavaFileObject(uri, kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          written.put(className, out);
          return out;
        }
      };
    }
  }
}
