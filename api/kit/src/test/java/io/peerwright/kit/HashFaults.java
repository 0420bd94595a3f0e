package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in hashes, their trees and magnet links, and the tests that catch them. */
final class HashFaults {

  private HashFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "does not know numbered keys",
            "hash/Magnet.java",
            ".replaceFirst(\"\\\\.[0-9]+$\", \"\")",
            "",
            "hash.MagnetTest#readsWhereItMayBeFound"),
        new PlantedFault(
            "takes a bitprint for one name",
            "hash/Magnet.java",
            "if (!urn.namespace().equals(Urn.BITPRINT)) {",
            "if (true) {",
            "hash.MagnetTest#oneContentHasNamesOfManyKinds"),
        new PlantedFault(
            "hashes a lone node with itself",
            "hash/TigerTree.java",
            "above.add(alone ? row.get(i) : node(tiger, row.get(i), row.get(i + 1)));",
            "above.add(node(tiger, row.get(i), row.get(alone ? i : i + 1)));",
            "hash.HashesTest#aRowOfATigerTreeHasItsRoot"),
        new PlantedFault(
            "joins subtrees the wrong way round",
            "hash/TigerTree.java",
            "root = node(nodes, removeLast().hash, root);",
            "root = node(nodes, root, removeLast().hash);",
            "hash.HashesTest#aMillionLettersHaveTheirKnownHashes"),
        new PlantedFault(
            "ends whole parts as others do",
            "hash/Ed2k.java",
            "if (inPart > 0 || parts.isEmpty() || end) {",
            "if (inPart > 0 || parts.isEmpty()) {",
            "hash.HashesTest#wholePartsOfEdonkeyHaveTwoConventions"),
        new PlantedFault(
            "gives right children the larger half too",
            "hash/Aich.java",
            "(left ? units + 1 : units) / 2 * unit",
            "(units + 1) / 2 * unit",
            "hash.HashesTest#aichIsThatOfEmule"),
        new PlantedFault(
            "pads a row with zeros at any height",
            "hash/Sha256Tree.java",
            "      level = above(level, padding);\n      padding = node(padding, padding);",
            "      level = above(level, padding);",
            "hash.HashesTest#treesOfTorrentsAreThoseOfLibtorrent"));
  }
}
