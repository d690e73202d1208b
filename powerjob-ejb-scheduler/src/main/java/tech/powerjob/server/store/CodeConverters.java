package tech.powerjob.server.store;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;

/** Enumerations are integer codes in columns. */
public final class CodeConverters {
  private CodeConverters() {}

  @Converter(autoApply = true)
  public static class ExecuteTypeConverter implements AttributeConverter<ExecuteType, Integer> {
    @Override
    public Integer convertToDatabaseColumn(ExecuteType value) {
      return value == null ? null : value.getV();
    }

    @Override
    public ExecuteType convertToEntityAttribute(Integer code) {
      return code == null ? null : ExecuteType.of(code);
    }
  }

  @Converter(autoApply = true)
  public static class ProcessorTypeConverter implements AttributeConverter<ProcessorType, Integer> {
    @Override
    public Integer convertToDatabaseColumn(ProcessorType value) {
      return value == null ? null : value.getV();
    }

    @Override
    public ProcessorType convertToEntityAttribute(Integer code) {
      return code == null ? null : ProcessorType.of(code);
    }
  }

  @Converter(autoApply = true)
  public static class SwitchableStatusConverter
      implements AttributeConverter<SwitchableStatus, Integer> {
    @Override
    public Integer convertToDatabaseColumn(SwitchableStatus value) {
      return value == null ? null : value.getV();
    }

    @Override
    public SwitchableStatus convertToEntityAttribute(Integer code) {
      return code == null ? null : SwitchableStatus.of(code);
    }
  }

  @Converter(autoApply = true)
  public static class TimeExpressionTypeConverter
      implements AttributeConverter<TimeExpressionType, Integer> {
    @Override
    public Integer convertToDatabaseColumn(TimeExpressionType value) {
      return value == null ? null : value.getV();
    }

    @Override
    public TimeExpressionType convertToEntityAttribute(Integer code) {
      return code == null ? null : TimeExpressionType.of(code);
    }
  }

  @Converter(autoApply = true)
  public static class DispatchStrategyConverter
      implements AttributeConverter<DispatchStrategy, Integer> {
    @Override
    public Integer convertToDatabaseColumn(DispatchStrategy value) {
      return value == null ? null : value.getV();
    }

    @Override
    public DispatchStrategy convertToEntityAttribute(Integer code) {
      return code == null ? null : DispatchStrategy.of(code);
    }
  }
}
