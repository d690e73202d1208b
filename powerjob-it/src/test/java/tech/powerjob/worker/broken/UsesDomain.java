package tech.powerjob.worker.broken;

/** Breaks a rule on purpose. */
public class UsesDomain {
  tech.powerjob.domain.job.Job forbidden;
}
