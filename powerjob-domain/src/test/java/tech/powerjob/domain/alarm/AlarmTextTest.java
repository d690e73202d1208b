package tech.powerjob.domain.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class AlarmTextTest {
  @Test
  void fields_areLines_andTimesAreRead() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("jobId", 7);
    fields.put("timeExpression", "5000");
    fields.put("jobParams", null);
    fields.put("finishedTime", 1_795_374_364_850L);

    assertThat(AlarmText.lines(fields, ZoneId.of("Asia/Shanghai")))
        .isEqualTo("jobId: 7\r\ntimeExpression: 5000\r\nfinishedTime: 2026-11-23 03:06:04");
  }

  @Test
  void receivers_areReadOnceEach_andRubbishIsNobody() {
    assertThat(Receivers.parse("3, 4,3,,x,-1")).containsExactly(3L, 4L);
    assertThat(Receivers.parse(null)).isEmpty();
    assertThat(Receivers.parse(" ")).isEmpty();
  }
}
