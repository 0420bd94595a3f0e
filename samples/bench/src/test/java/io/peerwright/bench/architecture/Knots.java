package io.peerwright.bench.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Parts of a program that all reach each other, so that none of them can be understood alone: the
 * strongly connected components of what depends on what, found by Tarjan's algorithm in time that
 * is linear in the dependencies.
 */
final class Knots {

  private final SortedMap<String, TreeSet<String>> dependencies = new TreeMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final List<TreeSet<String>> found = new ArrayList<>();

  private Knots(
      Iterable<JavaClass> classes, Function<JavaClass, String> part, boolean withinPackage) {
    for (JavaClass each : classes) {
      TreeSet<String> its = dependencies.computeIfAbsent(part.apply(each), name -> new TreeSet<>());
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!withinPackage || target.getPackageName().equals(each.getPackageName())) {
          its.add(part.apply(target));
        }
      }
    }
    for (String each : dependencies.keySet()) {
      if (!numbers.containsKey(each)) {
        visit(each);
      }
    }
  }

  private void visit(String part) {
    numbers.put(part, numbers.size());
    lowest.put(part, numbers.get(part));
    open.push(part);
    for (String other : dependencies.get(part)) {
      if (dependencies.containsKey(other) && !numbers.containsKey(other)) {
        visit(other);
        lowest.merge(part, lowest.get(other), Math::min);
      } else if (open.contains(other)) {
        lowest.merge(part, numbers.get(other), Math::min);
      }
    }
    if (lowest.get(part).equals(numbers.get(part))) {
      TreeSet<String> knot = new TreeSet<>();
      do {
        knot.add(open.pop());
      } while (!knot.contains(part));
      if (knot.size() > 1) {
        found.add(knot);
      }
    }
  }

  /** Packages that reach each other. */
  static List<TreeSet<String>> ofPackages(Iterable<JavaClass> classes) {
    return new Knots(classes, JavaClass::getPackageName, false).found;
  }

  /** Classes of one package that reach each other within it; a nested class is its outermost's. */
  static List<TreeSet<String>> ofClasses(Iterable<JavaClass> classes) {
    return new Knots(classes, Knots::outermost, true).found;
  }

  /** The first part of each knot by name, and how many there are. */
  static List<String> sizes(List<TreeSet<String>> knots) {
    return knots.stream().map(knot -> knot.first() + " " + knot.size()).sorted().toList();
  }

  private static String outermost(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
