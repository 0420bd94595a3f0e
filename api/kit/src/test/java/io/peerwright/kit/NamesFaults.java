package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in how strangers' names are cleaned, and the tests that catch them. */
final class NamesFaults {

  private NamesFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "goes up in a path",
            "files/SafeNames.java",
            " || part.equals(\".\") || part.equals(\"..\") ||",
            " ||",
            "files.SafeNamesTest#makesAFileName"),
        new PlantedFault(
            "keeps a drive",
            "files/SafeNames.java",
            " || isDrive(part)) {",
            ") {",
            "files.SafeNamesTest#makesAFileName"),
        new PlantedFault(
            "does not know the superscript digits of devices",
            "files/SafeNames.java",
            "[0-9\\u00b9\\u00b2\\u00b3]",
            "[0-9]",
            "files.SafeNamesTest#makesAFileName"),
        new PlantedFault(
            "takes a padded device for a name",
            "files/SafeNames.java",
            "(dot < 0 ? name : name.substring(0, dot)).strip()",
            "dot < 0 ? name : name.substring(0, dot)",
            "files.SafeNamesTest#makesAFileName"),
        new PlantedFault(
            "keeps dots at the end on Windows",
            "files/SafeNames.java",
            "name.charAt(end - 1) == '.' || ",
            "",
            "files.SafeNamesTest#makesAFileName"),
        new PlantedFault(
            "cleans on Unix what only Windows cannot take",
            "files/SafeNames.java",
            "!(windows && FORBIDDEN.indexOf(c) >= 0)",
            "FORBIDDEN.indexOf(c) < 0",
            "files.SafeNamesTest#makesAFileName"),
        new PlantedFault(
            "keeps characters of direction",
            "files/SafeNames.java",
            "case Character.FORMAT -> c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;",
            "case Character.FORMAT -> true;",
            "files.SafeNamesTest#hidesNoControlOrDirectionCharacters"),
        new PlantedFault(
            "keeps control characters",
            "files/SafeNames.java",
            "      case Character.CONTROL,\n",
            "      case Character.UNASSIGNED,\n",
            "files.SafeNamesTest#hidesNoControlOrDirectionCharacters"),
        new PlantedFault(
            "takes a backslash inside a name for a character",
            "files/SafeNames.java",
            ".replace('\\\\', '_')",
            "",
            "files.SafeNamesTest#hidesNoControlOrDirectionCharacters"),
        new PlantedFault(
            "cuts characters in two at the end of a long name",
            "files/SafeNames.java",
            "      room -= utf8Length(Character.toString(c));",
            "      room -= 1;",
            "files.SafeNamesTest#keepsTheExtensionOfALongName"),
        new PlantedFault(
            "cuts the extension off a long name",
            "files/SafeNames.java",
            "    String extension = name.substring(extensionAt(name, 0));",
            "    String extension = \"\";",
            "files.SafeNamesTest#keepsTheExtensionOfALongName"),
        new PlantedFault(
            "gives long names one working name",
            "files/SafeNames.java",
            "String.format(Locale.ROOT, \"~%08x\", crc.getValue()) + suffix",
            "suffix",
            "files.SafeNamesTest#whatIsAppendedToALongNameLeavesItDistinct"),
        new PlantedFault(
            "tells case twins apart",
            "files/SafeNames.java",
            "        .toUpperCase(Locale.ROOT)\n        .toLowerCase(Locale.ROOT)",
            "",
            "files.SafeNamesTest#tellsNamesApartThatDifferInCaseOnly"));
  }
}
