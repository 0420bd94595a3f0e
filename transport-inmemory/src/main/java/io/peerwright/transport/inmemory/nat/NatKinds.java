package io.peerwright.transport.inmemory.nat;

import io.peerwright.transport.inmemory.nat.NatModel.Allocation;
import io.peerwright.transport.inmemory.nat.NatModel.Egress;
import io.peerwright.transport.inmemory.nat.NatModel.Filtering;
import io.peerwright.transport.inmemory.nat.NatModel.Mapping;
import java.util.List;

/** The usual kinds of NAT boxes by name; {@link NatModel#of} describes them. */
final class NatKinds {

  private static final NatModel DEFAULT = NatModel.DEFAULT;

  private NatKinds() {}

  static NatModel model(String kind) {
    return switch (kind) {
      case "none" -> model("eim+eif").withMapping(Mapping.ONE_TO_ONE);
      case "fw" -> DEFAULT.withMapping(Mapping.ONE_TO_ONE);
      case "udp-blocked" -> DEFAULT.withEgress(Egress.TCP);
      case "blocked" -> DEFAULT.withEgress(Egress.TCP_443);
      case "full-cone" -> model("eim+eif");
      case "restricted" -> model("eim+adf");
      case "port-restricted" -> model("eim+apdf");
      case "symmetric" -> model("apdm+apdf");
      default -> composed(kind);
    };
  }

  private static NatModel composed(String kind) {
    List<String> parts = List.of(kind.split("\\+", -1));
    if (parts.size() < 2) {
      throw unknown(kind);
    }
    NatModel model = mapping(kind, parts.get(0)).withFiltering(filtering(kind, parts.get(1)));
    for (String extra : parts.subList(2, parts.size())) {
      model =
          switch (extra) {
            case "hairpin" -> model.withHairpin(true);
            case "open" -> model.withAnswersUnsolicited(true);
            default -> throw unknown(kind);
          };
    }
    return model;
  }

  private static NatModel mapping(String kind, String part) {
    return switch (part) {
      case "eim" -> DEFAULT;
      case "eimr" -> DEFAULT.withAllocation(Allocation.HASHED);
      case "adm" ->
          DEFAULT.withMapping(Mapping.ADDRESS_DEPENDENT).withAllocation(Allocation.HASHED);
      case "apdm" ->
          DEFAULT.withMapping(Mapping.ADDRESS_AND_PORT_DEPENDENT).withAllocation(Allocation.RANDOM);
      case "apdms" ->
          DEFAULT
              .withMapping(Mapping.ADDRESS_AND_PORT_DEPENDENT)
              .withAllocation(Allocation.SEQUENTIAL);
      default -> throw unknown(kind);
    };
  }

  private static Filtering filtering(String kind, String part) {
    return switch (part) {
      case "eif" -> Filtering.ENDPOINT_INDEPENDENT;
      case "adf" -> Filtering.ADDRESS_DEPENDENT;
      case "apdf" -> Filtering.ADDRESS_AND_PORT_DEPENDENT;
      default -> throw unknown(kind);
    };
  }

  private static IllegalArgumentException unknown(String kind) {
    return new IllegalArgumentException(
        "no kind of NAT box: \""
            + kind
            + "\"; write none, fw, udp-blocked, blocked, full-cone, restricted, port-restricted,"
            + " symmetric, or eim|eimr|adm|apdm|apdms + eif|adf|apdf [+hairpin] [+open], such as"
            + " eim+apdf");
  }
}
