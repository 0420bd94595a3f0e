package io.peerwright.samples.console;

import io.peerwright.kit.text.SafeText;

/** Text of strangers for a web page. */
public final class Html {

  private Html() {}

  /** As it is to be read, between tags and in quoted attributes alike. */
  public static String text(String text) {
    return SafeText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
