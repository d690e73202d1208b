package tech.powerjob.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import tech.powerjob.web.rest.JsonBody;

/** JSON merge patches (RFC 7396). */
final class MergePatch {
  /** Fields that say which object it is or how it stands; they cannot be patched. */
  private static final Set<String> FIXED =
      Set.of(
          "id",
          "appId",
          "idempotencyKey",
          "status",
          "nextTriggerTime",
          "created",
          "modified",
          "graphVersion",
          "version");

  private MergePatch() {}

  /**
   * The value with what the patch changes.
   *
   * @throws IllegalArgumentException naming a field that is unknown, fixed, or of another form
   */
  static <T> T apply(T value, Class<T> type, ObjectNode patch) {
    ObjectNode before = JsonBody.mapper().valueToTree(value);
    patch
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!before.has(field) || FIXED.contains(field)) {
                throw new IllegalArgumentException(
                    "%s is '%s' but must be missing: it cannot be patched"
                        .formatted(field, patch.get(field)));
              }
            });
    try {
      return JsonBody.mapper().treeToValue(merge(before, patch), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(JsonBody.describe(e), e);
    }
  }

  static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged =
        target != null && target.isObject()
            ? ((ObjectNode) target).deepCopy()
            : JsonBody.mapper().createObjectNode();
    patch
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNull()) {
                merged.remove(field.getKey());
              } else {
                merged.set(field.getKey(), merge(merged.get(field.getKey()), field.getValue()));
              }
            });
    return merged;
  }
}
