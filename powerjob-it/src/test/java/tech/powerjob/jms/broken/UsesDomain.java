package tech.powerjob.jms.broken;

/** Breaks a rule on purpose. */
public class UsesDomain {
  tech.powerjob.domain.job.Job forbidden;
}
