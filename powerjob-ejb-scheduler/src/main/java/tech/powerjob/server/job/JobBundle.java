package tech.powerjob.server.job;

import java.util.List;
import tech.powerjob.common.request.http.SaveJobInfoRequest;

/**
 * Definitions of jobs to be taken from one application to another.
 *
 * @param format always {@link #FORMAT}
 * @param jobs without ids
 */
public record JobBundle(String format, List<SaveJobInfoRequest> jobs) {
  /** What every bundle of this kind says. */
  public static final String FORMAT = "powerjob-jobs/1";
}
