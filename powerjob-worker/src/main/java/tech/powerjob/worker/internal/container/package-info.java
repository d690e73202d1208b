/**
 * Containers: jars with processors that servers send while the worker runs. Each gets a class
 * loader of its own, in which its classes come before the worker's; a new version serves new runs
 * while the old one lives until its last run has ended.
 */
package tech.powerjob.worker.internal.container;
