package com.acme.jobs;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.common.exception.PowerJobCheckedException;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/** A map-reduce job with two levels. */
public class BatchJob implements MapReduceProcessor {
  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    if (isRootTask()) {
      List<Batch> batches = new ArrayList<>();
      for (int i = 0; i < RECOMMEND_BATCH_SIZE; i++) {
        batches.add(new Batch("batch " + i, i));
      }
      try {
        map(batches, "BATCH");
      } catch (PowerJobCheckedException e) {
        log.error("no luck", e);
        throw e;
      }
      return new ProcessResult(true, "mapped");
    }
    Batch batch = (Batch) context.getSubTask();
    return new ProcessResult(batch.getSize() >= 0, batch.getName());
  }

  @Override
  public ProcessResult reduce(TaskContext context, List<TaskResult> taskResults) {
    for (TaskResult each : taskResults) {
      context.getOmsLogger().info("{} {} {}", each.getTaskId(), each.isSuccess(), each.getResult());
    }
    return new ProcessResult(taskResults.stream().allMatch(TaskResult::isSuccess));
  }

  /** What a task gets. */
  public static class Batch {
    private String name;
    private int size;

    public Batch() {}

    public Batch(String name, int size) {
      this.name = name;
      this.size = size;
    }

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public int getSize() {
      return size;
    }

    public void setSize(int size) {
      this.size = size;
    }
  }
}
