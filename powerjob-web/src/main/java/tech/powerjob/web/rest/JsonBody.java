package tech.powerjob.web.rest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Date;
import java.util.stream.Collectors;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.response.ResultDTO;

/**
 * JSON as clients of PowerJob know it: nulls written, dates as ISO-8601 with offset and read as
 * that or as milliseconds, unknown fields ignored. One provider of our own, because servers bring
 * different ones with different defaults.
 */
@Provider
@Priority(1)
@ApplicationScoped
@Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
  @JsonPropertyOrder({"success", "data", "message", "code"})
  private interface AnswerOrder {}

  /** The one id that PowerJob writes as a text. */
  private interface NodeForm {
    @JsonSerialize(using = ToStringSerializer.class)
    Long getInstanceId();
  }

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .addMixIn(ResultDTO.class, AnswerOrder.class)
          .addMixIn(PEWorkflowDAG.Node.class, NodeForm.class)
          .build();

  /** The mapper; shared, not to be reconfigured. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return true;
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    return read(genericType, body);
  }

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException naming what is wrong with it
   */
  public static Object read(Type type, InputStream body) throws IOException {
    var json = body.readAllBytes();
    if (json.length == 0) {
      throw new IllegalArgumentException("the request body can't be empty");
    }
    try {
      var value = MAPPER.readValue(json, MAPPER.constructType(type));
      if (value == null) {
        throw new IllegalArgumentException("the request body can't be null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(describe(e), e);
    }
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return true;
  }

  @Override
  public void writeTo(
      Object value,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    body.write(MAPPER.writeValueAsBytes(value));
  }

  /** Names field, value and rule; says nothing of classes. */
  public static String describe(JsonProcessingException e) {
    if (e instanceof InvalidFormatException format) {
      var field = field(format);
      var target = format.getTargetType();
      if (target != null && target.isEnum()) {
        return "%s is '%s' but must be one of %s"
            .formatted(
                field,
                format.getValue(),
                Arrays.stream(target.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ")));
      }
      return "%s is '%s', which is no %s"
          .formatted(field, format.getValue(), target == null ? "such value" : kind(target));
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return field(mapping) + " does not have the expected form";
    }
    if (e instanceof JsonParseException && e.getLocation() != null) {
      return "the request body is not JSON: line %d, column %d"
          .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }
    return "the request body is not the expected JSON";
  }

  private static String kind(Class<?> target) {
    if (target == boolean.class || target == Boolean.class) {
      return "true or false";
    }
    if (target == Date.class) {
      return "date";
    }
    return target.isPrimitive() || Number.class.isAssignableFrom(target) ? "number" : "such value";
  }

  private static String field(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
        .collect(Collectors.joining("."));
  }
}
