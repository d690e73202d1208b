package tech.powerjob.domain.dispatch;

import java.util.Optional;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;

/**
 * What was decided on an instance and is to be applied.
 *
 * @param job its job, {@code null} if there is none
 * @param event why, if that is worth telling
 */
record Step(JobInstance instance, Job job, InstanceChange change, Optional<InstanceEvent> event) {}
