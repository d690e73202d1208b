import java.util.List;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

public class FirstJob implements BasicProcessor {
  @Override
  public ProcessResult process(TaskContext context) {
    context.getOmsLogger().info("{} bottles of beer on the wall", context.getInstanceParams());
    return new ProcessResult(true, "cheers");
  }

  public static void main(String[] args) throws Exception {
    var server = "127.0.0.1:7700";
    var password = args[0];

    var config = new PowerJobWorkerConfig();
    config.setServerAddress(List.of(server));
    config.setAppName("quickstart");
    config.setPassword(password);
    config.setTag("bar");
    new PowerJobWorker(config).init();

    var job = new SaveJobInfoRequest();
    job.setJobName("first-job");
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo("FirstJob");
    job.setExecuteType(ExecuteType.STANDALONE);
    job.setTimeExpressionType(TimeExpressionType.API);
    job.setDesignatedWorkers("bar");
    var client = new PowerJobClient(server, "quickstart", password);
    long jobId = client.saveJob(job).getData();
    client.runJob(jobId, "99", 0);
  }
}
