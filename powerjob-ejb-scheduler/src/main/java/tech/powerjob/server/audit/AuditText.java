package tech.powerjob.server.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.domain.account.PasswordHash;

/**
 * What was before and what is after, as JSON fit to be kept and shown: only what differs, and
 * nothing secret. Secret is what has a type made for secrets, a name that says so, or the form of a
 * stored hash or a token; and within texts, such as parameters of jobs, what follows such a name.
 *
 * @param before {@code null} if nothing was before
 * @param after {@code null} if nothing is after
 */
record AuditText(String before, String after) {
  /** Stands for a secret. */
  static final String REDACTED = "[redacted]";

  private static final int LONGEST_VALUE = 2_000;
  private static final int LONGEST = 60_000;
  private static final String SECRET_NAME =
      "pass(word|wd|phrase)?|pwd|secret|token|hash|credential|api_?key|private_?key|authorization";
  private static final Pattern NAME =
      Pattern.compile(".*(" + SECRET_NAME + ").*", Pattern.CASE_INSENSITIVE);

  /**
   * A name, then {@code =} or {@code :}, then a value, quoted or up to a separator. Looked for at
   * the beginnings of words only, since at every letter it would cost the square of the length.
   */
  private static final Pattern PAIR =
      Pattern.compile(
          "((?<![\\w.-])[\\w.-]*(?:"
              + SECRET_NAME
              + ")[\\w.-]*\\\\*[\"']?\\s*[:=]\\s*)"
              + "(\\\\*\"(?:[^\"\\\\]|\\\\[^\"])*\\\\*\"|'[^']*'|[^\\s,;&\"'}]+)",
          Pattern.CASE_INSENSITIVE);

  /** A bare secret in a header or a URL, a stored hash, or a signed token. */
  private static final Pattern FORM =
      Pattern.compile(
          "pbkdf2:[0-9]+:[\\w:-]+|sys_encrypt_aes:\\S+|eyJ[\\w-]+\\.[\\w-]*\\.[\\w-]*"
              + "|(?i:(?:bearer|basic)\\s+[\\w.+/=-]{8,})|(?<=://)[^/@\\s:]*:[^/@\\s]+(?=@)");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(
              new SimpleModule()
                  .addSerializer(new Redacted(AppPassword.class))
                  .addSerializer(new Redacted(PasswordHash.class)))
          .build();

  private static final class Redacted extends ToStringSerializerBase {
    private static final long serialVersionUID = 1L;

    Redacted(Class<?> type) {
      super(type);
    }

    @Override
    public String valueToString(Object value) {
      return REDACTED;
    }
  }

  /** The texts of two states of an object; each a bean, record, map, or {@code null}. */
  static AuditText of(Object before, Object after) {
    var old = JSON.<JsonNode>valueToTree(before);
    var fresh = JSON.<JsonNode>valueToTree(after);
    if (old instanceof ObjectNode oldFields && fresh instanceof ObjectNode freshFields) {
      keepDifferences(oldFields, freshFields);
    }
    return new AuditText(text(old), text(fresh));
  }

  /** Whether two states were given, and they do not differ. */
  boolean saysNothing() {
    return "{}".equals(before) && "{}".equals(after);
  }

  /** Compared before secrets are taken out, so that a changed one is seen to be changed. */
  private static void keepDifferences(ObjectNode old, ObjectNode fresh) {
    var names = new ArrayList<String>();
    old.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      if (old.get(name).equals(fresh.get(name))) {
        old.remove(name);
        fresh.remove(name);
      }
    }
  }

  private static String text(JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    try {
      var text = JSON.writeValueAsString(redact(node));
      // Cut JSON would be no JSON.
      return text.length() <= LONGEST
          ? text
          : JSON.writeValueAsString(Map.of("tooLong", text.length()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write what is to be audited", e);
    }
  }

  private static JsonNode redact(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(redact(node.asText()));
    }
    if (node instanceof ObjectNode object) {
      for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
        var field = fields.next();
        boolean secret = NAME.matcher(field.getKey()).matches() && !field.getValue().isNull();
        field.setValue(secret ? TextNode.valueOf(REDACTED) : redact(field.getValue()));
      }
      return object;
    }
    if (node.isArray()) {
      var redacted = JSON.createArrayNode();
      node.forEach(each -> redacted.add(redact(each)));
      return redacted;
    }
    return node;
  }

  /** A text without the secrets in it, shortened. */
  static String redact(String text) {
    // Cut first: the cost of looking for secrets is bounded, and half a secret has its name.
    var shortened = text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    // Forms first, as one may follow a name in two words.
    var withoutForms = FORM.matcher(shortened).replaceAll(REDACTED);
    return PAIR.matcher(withoutForms).replaceAll("$1" + REDACTED);
  }
}
