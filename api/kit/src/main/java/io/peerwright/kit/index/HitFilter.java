package io.peerwright.kit.index;

import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.FileTypes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a hit is what a query asks for: what others find by rules of their own is judged here.
 */
public final class HitFilter {

  private HitFilter() {}

  /**
   * True if the hit is wanted, as far as it tells. Some servers leave common words out of account,
   * so words are checked again, by the rules of the index: without case and accents, signs between
   * them. A wanted one may also be a part of a longer one, as servers with other rules may find it.
   */
  public static boolean accepts(Query query, Hit hit) {
    List<String> name = Words.list(hit.name());
    return words(query.words())
            .allMatch(word -> name.stream().anyMatch(found -> found.contains(word)))
        && words(query.excluded()).noneMatch(name::contains)
        && query.atLeast().entrySet().stream().allMatch(bound -> isWithin(hit, bound, 1))
        && query.atMost().entrySet().stream().allMatch(bound -> isWithin(hit, bound, -1))
        && query.equal().entrySet().stream().allMatch(value -> isEqual(hit, value));
  }

  private static Stream<String> words(List<String> texts) {
    return texts.stream().flatMap(text -> Words.list(text).stream());
  }

  private static boolean isWithin(Hit hit, Map.Entry<String, Long> bound, int sign) {
    String value = value(hit, bound.getKey());
    if (value == null || !value.matches("[0-9]{1,18}")) {
      return true;
    }
    return sign * Long.compare(Long.parseLong(value), bound.getValue()) >= 0;
  }

  private static boolean isEqual(Hit hit, Map.Entry<String, String> wanted) {
    String value = value(hit, wanted.getKey());
    return value == null || value.equalsIgnoreCase(wanted.getValue());
  }

  private static @Nullable String value(Hit hit, String attribute) {
    if (attribute.equals("size")) {
      return hit.sizeBytes().isPresent() ? Long.toString(hit.sizeBytes().getAsLong()) : null;
    }
    String told = hit.attributes().get(attribute);
    return told == null && attribute.equals("type") ? typeByName(hit) : told;
  }

  /** Many servents do not say what kind of file it is, but its name does. */
  private static @Nullable String typeByName(Hit hit) {
    String type = FileTypes.typeOf(hit.name());
    return type.isEmpty() ? null : type;
  }
}
