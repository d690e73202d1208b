/**
 * The language of decision nodes: the part of Groovy that conditions are written in.
 *
 * <p>Groovy's own parser reads a script and {@link
 * tech.powerjob.server.workflow.condition.ScriptParser} takes its syntax tree, from which nothing
 * has been compiled, loaded or run. {@link tech.powerjob.server.workflow.condition.Expressions} and
 * {@link tech.powerjob.server.workflow.condition.Statements} turn those kinds of nodes that they
 * know into {@link tech.powerjob.server.workflow.condition.Code} and refuse every other kind by its
 * name and place. What runs touches no class, file or thread: methods are looked up in tables
 * ({@link tech.powerjob.server.workflow.condition.Methods}), values are texts, numbers, truth
 * values, lists and maps that cannot be changed, and an {@link
 * tech.powerjob.server.workflow.condition.Evaluation} ends what takes too long. Why so: {@code
 * docs/adr/0018-decision-conditions.md}.
 */
package tech.powerjob.server.workflow.condition;
