/**
 * One firing of a job and its life. {@link tech.powerjob.domain.instance.InstanceChange} is the
 * table of legal transitions; nothing else moves an instance. {@link
 * tech.powerjob.domain.instance.InstanceLifecycle} turns what workers report into changes.
 */
package tech.powerjob.domain.instance;
