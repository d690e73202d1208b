package tech.powerjob.server.workflow.condition;

/** A piece of a script that can be run. */
@FunctionalInterface
interface Code {
  Object run(Evaluation evaluation);
}
