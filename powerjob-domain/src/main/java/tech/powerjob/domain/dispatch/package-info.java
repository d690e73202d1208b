/**
 * Which worker runs an instance. The {@link tech.powerjob.domain.dispatch.ReleaseQueue} holds
 * instances until their time, the {@link tech.powerjob.domain.dispatch.DispatchPolicy} decides
 * purely, the {@link tech.powerjob.domain.dispatch.Dispatcher} claims what was decided and tells
 * the worker, and the {@link tech.powerjob.domain.dispatch.Watcher} looks after those of which
 * nothing is heard.
 */
package tech.powerjob.domain.dispatch;
