package com.acme.jobs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import tech.powerjob.common.enums.Protocol;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.worker.PowerJobSpringWorker;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.common.constants.StoreStrategy;
import tech.powerjob.worker.extension.SystemMetricsCollector;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** How workers are set up. */
public class WorkerSetup {
  public PowerJobWorkerConfig config() {
    PowerJobWorkerConfig config = new PowerJobWorkerConfig();
    config.setAppName("demo");
    config.setPort(27777);
    config.setServerAddress(new ArrayList<>(List.of("127.0.0.1:7700")));
    config.setProtocol(Protocol.of("http"));
    config.setMaxResultLength(4096);
    config.setUserContext(this);
    config.setStoreStrategy(StoreStrategy.MEMORY);
    config.setAllowLazyConnectServer(true);
    config.setMaxAppendedWfContextLength(8192);
    config.setSystemMetricsCollector(new Metrics());
    config.setProcessorFactoryList(Collections.singletonList(new OurFactory()));
    config.setTag("blue");
    config.setMaxLightweightTaskNum(100);
    config.setMaxHeavyweightTaskNum(10);
    config.setHealthReportInterval(10);
    return config;
  }

  public void plain() throws Exception {
    PowerJobWorker worker = new PowerJobWorker(config());
    worker.init();
    worker.destroy();
  }

  public PowerJobSpringWorker spring() {
    return new PowerJobSpringWorker(config());
  }

  /** Measures nothing. */
  public static class Metrics implements SystemMetricsCollector {
    @Override
    public SystemMetrics collect() {
      SystemMetrics metrics = new SystemMetrics();
      metrics.setCpuProcessors(1);
      metrics.setScore(1);
      return metrics;
    }
  }

  /** Makes processors of its own. */
  public static class OurFactory implements ProcessorFactory {
    @Override
    public Set<String> supportTypes() {
      return Collections.singleton("BUILT_IN");
    }

    @Override
    public ProcessorBean build(ProcessorDefinition definition) {
      if (definition.getProcessorInfo() == null) {
        throw new PowerJobException("no info of " + definition.getProcessorType());
      }
      if (!definition.equals(
          new ProcessorDefinition().setProcessorType("BUILT_IN").setProcessorInfo("report"))) {
        return null;
      }
      return new ProcessorBean()
          .setProcessor(new ReportJob())
          .setClassLoader(getClass().getClassLoader())
          .setStable(false);
    }
  }
}
