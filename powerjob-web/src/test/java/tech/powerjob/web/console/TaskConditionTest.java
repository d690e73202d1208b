package tech.powerjob.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskConditionTest {
  private static Map<String, Object> task(String id, long status, String name, Long modified) {
    var task = new HashMap<String, Object>();
    task.put("task_id", id);
    task.put("status", status);
    task.put("task_name", name);
    task.put("address", "10.0.0.1:27777");
    task.put("last_modified_time", modified);
    task.put("result", null);
    return task;
  }

  private static final Map<String, Object> FAILED = task("1.2", 5, "Chunk 7", 1_000L);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "status in (5, 6) order by last_modified_time desc",
        "status = 5",
        "STATUS=5 AND task_name LIKE 'chunk%'",
        "task_name like '%7' or status = 1",
        "not (status = 6) and address = '10.0.0.1:27777'",
        "status in ('5')",
        "last_modified_time between 900 and 1100",
        "result is null and task_id is not null",
        "status <> 6 and status != 4 and last_modified_time >= 1000",
        "task_name not like 'root%' and task_id not in ('1', '2') limit 10",
        "task_name = \"Chunk 7\"",
        "order by status, last_modified_time asc"
      })
  void conditionThatTheTaskMeets_isMet(String text) {
    assertThat(TaskCondition.parse(text).matches(FAILED)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 6",
        "result = 'x'",
        "result != 'x'",
        "task_name like 'hunk'",
        "task_name like 'Chunk .'",
        "status in (1, 2) or last_modified_time < 5",
        "task_name = 'it''s'"
      })
  void conditionThatTheTaskDoesNotMeet_isNotMet(String text) {
    assertThat(TaskCondition.parse(text).matches(FAILED)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "status = 5; drop table task_info | ';'",
        "1 = 1 | '1'",
        "status = (select 1) | '('",
        "status = 5 union select * from user_info | 'union'",
        "sleep(10) = 1 | 'sleep'",
        "length(result) > 1 | 'length'",
        "status = 5 -- x | '--'",
        "password = 'x' | 'password'",
        "status = 5 and | an early end",
        "task_name = 'open | '''",
        "status + 1 = 6 | '+'",
        "exists (select 1) | 'exists'",
        "status | an early end"
      })
  void whatIsNotUnderstood_isNamed(String text, String construct) {
    assertThatThrownBy(() -> TaskCondition.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("customQuery has " + construct)
        .hasMessageContaining("which is not supported");
  }

  @Test
  void deepOrLongConditions_areRefused() {
    assertThatThrownBy(() -> TaskCondition.parse("(".repeat(5_000) + "status = 5"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TaskCondition.parse("(".repeat(30) + "status=5" + ")".repeat(30)))
        .hasMessageContaining("so many brackets");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "abc,abc,true",
        "abc,a%,true",
        "abc,%c,true",
        "abc,%b%,true",
        "abc,a_c,true",
        "abc,%,true",
        "abc,____,false",
        "abc,ab,false",
        "abc,%d%,false",
        "aab,%ab,true",
        "abcabd,%ab_,true",
        "a.c,a_c,true",
        "abc,a.c,false"
      })
  void like_isThatOfSql(String text, String pattern, boolean like) {
    assertThat(TaskCondition.isLike(text, pattern)).isEqualTo(like);
  }

  @Test
  @Timeout(10)
  void patternsAndTextsMadeToTakeForEver_doNot() {
    assertThat(TaskCondition.isLike("a".repeat(100_000), "%a".repeat(500) + "b")).isFalse();
    assertThatThrownBy(() -> TaskCondition.parse("result = '" + "''".repeat(400_000) + "'"))
        .hasMessageContaining("so long a condition");
    assertThat(TaskCondition.parse("result = '" + "''".repeat(900) + "'").matches(FAILED))
        .isFalse();
  }

  @Test
  void order_isAppliedWithItsDirection() {
    var condition = TaskCondition.parse("order by last_modified_time desc, task_id");
    var tasks =
        new java.util.ArrayList<>(
            List.of(task("b", 5, "x", 1L), task("c", 5, "x", 2L), task("a", 5, "x", 1L)));

    tasks.sort(condition.order().orElseThrow());

    assertThat(tasks).extracting(task -> task.get("task_id")).containsExactly("c", "a", "b");
  }

  @Test
  void statuses_areKnownOnlyWhereTheyAreTheOnlyOnes() {
    assertThat(TaskCondition.parse("status in (5) and task_id = 'x'").statuses())
        .containsExactly(5L);
    assertThat(TaskCondition.parse("status = 5 or task_id = 'x'").statuses()).isEmpty();
    assertThat(TaskCondition.parse("not status = 5").statuses()).isEmpty();
    assertThat(TaskCondition.parse("status in ('5')").statuses()).isEmpty();
  }
}
