package io.peerwright.kit;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells the kind of a file by its extension, in the words of {@code Query}'s {@code type}. */
public final class FileTypes {

  private static final Map<String, String> TYPES = new TreeMap<>();

  static {
    add("audio", "mp3 mp2 ogg oga opus flac wav wma m4a aac aiff ape mid");
    add("video", "avi mpg mpeg mp4 m4v mkv webm mov wmv ogv");
    add("image", "jpg jpeg png gif webp svg bmp tif tiff avif heic");
    add("document", "txt md pdf ps html htm xml json csv doc docx odt ods rtf epub tex java");
    add("program", "exe msi apk deb rpm jar bat sh bin so dll appimage");
    add("archive", "zip gz tgz bz2 xz 7z rar tar zst iso img");
  }

  private FileTypes() {}

  private static void add(String type, String extensions) {
    for (String extension : extensions.split(" ")) {
      TYPES.put(extension, type);
    }
  }

  /** One of audio, video, image, document, program, archive; empty if it is not known. */
  public static String typeOf(String name) {
    int dot = name.lastIndexOf('.');
    return TYPES.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), "");
  }
}
