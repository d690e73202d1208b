package tech.powerjob.server.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.model.AlarmConfig;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.LogConfig;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowOptions;

/** Small option records are JSON texts in columns, as in PowerJob's tables. */
public final class JsonConverters {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private JsonConverters() {}

  /** The JSON text of an option record, {@code null} for {@code null}. */
  public static String write(Object value) {
    try {
      return value == null ? null : JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  public static byte[] writeBytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  static <T> List<T> readList(String text, TypeReference<List<T>> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column holds no JSON list: " + e.getOriginalMessage());
    }
  }

  static <T> List<T> readList(InputStream text, TypeReference<List<T>> type) throws IOException {
    return JSON.readValue(text, type);
  }

  /** The fields of a bean or record, by name; those that are {@code null} are left out. */
  public static Map<String, Object> fields(Object value) {
    return JSON.convertValue(value, new TypeReference<Map<String, Object>>() {});
  }

  /**
   * What a column holds.
   *
   * @return {@code null} if the text is {@code null} or blank
   * @throws IllegalStateException if it is no JSON of such a value
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      return text == null || text.isBlank() ? null : JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "a column holds no JSON of a " + type.getSimpleName() + ": " + e.getOriginalMessage());
    }
  }

  /** The members of a JSON object of texts. */
  static Map<String, String> readTexts(String text) {
    try {
      return JSON.readValue(text, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column holds no JSON object: " + e.getOriginalMessage());
    }
  }

  /** The fields of a JSON object, empty for {@code null}. */
  static Map<String, Object> readMap(String text) {
    try {
      return text == null ? Map.of() : JSON.readValue(text, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column holds no JSON object: " + e.getOriginalMessage());
    }
  }

  @Converter(autoApply = true)
  public static class LifeCycleConverter implements AttributeConverter<LifeCycle, String> {
    @Override
    public String convertToDatabaseColumn(LifeCycle value) {
      return write(value);
    }

    @Override
    public LifeCycle convertToEntityAttribute(String text) {
      return read(text, LifeCycle.class);
    }
  }

  @Converter(autoApply = true)
  public static class AlarmConfigConverter implements AttributeConverter<AlarmConfig, String> {
    @Override
    public String convertToDatabaseColumn(AlarmConfig value) {
      return write(value);
    }

    @Override
    public AlarmConfig convertToEntityAttribute(String text) {
      return read(text, AlarmConfig.class);
    }
  }

  @Converter(autoApply = true)
  public static class LogConfigConverter implements AttributeConverter<LogConfig, String> {
    @Override
    public String convertToDatabaseColumn(LogConfig value) {
      return write(value);
    }

    @Override
    public LogConfig convertToEntityAttribute(String text) {
      return read(text, LogConfig.class);
    }
  }

  @Converter(autoApply = true)
  public static class AdvancedRuntimeConfigConverter
      implements AttributeConverter<JobAdvancedRuntimeConfig, String> {
    @Override
    public String convertToDatabaseColumn(JobAdvancedRuntimeConfig value) {
      return write(value);
    }

    @Override
    public JobAdvancedRuntimeConfig convertToEntityAttribute(String text) {
      return read(text, JobAdvancedRuntimeConfig.class);
    }
  }

  @Converter(autoApply = true)
  public static class JobOptionsConverter implements AttributeConverter<JobOptions, String> {
    @Override
    public String convertToDatabaseColumn(JobOptions value) {
      return write(value);
    }

    @Override
    public JobOptions convertToEntityAttribute(String text) {
      return read(text, JobOptions.class);
    }
  }

  @Converter(autoApply = true)
  public static class WorkflowOptionsConverter
      implements AttributeConverter<WorkflowOptions, String> {
    @Override
    public String convertToDatabaseColumn(WorkflowOptions value) {
      return write(value);
    }

    @Override
    public WorkflowOptions convertToEntityAttribute(String text) {
      return read(text, WorkflowOptions.class);
    }
  }

  @Converter(autoApply = true)
  public static class WorkflowNodeOptionsConverter
      implements AttributeConverter<WorkflowNodeOptions, String> {
    @Override
    public String convertToDatabaseColumn(WorkflowNodeOptions value) {
      return write(value);
    }

    @Override
    public WorkflowNodeOptions convertToEntityAttribute(String text) {
      return read(text, WorkflowNodeOptions.class);
    }
  }
}
