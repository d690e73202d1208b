/**
 * Jobs submitted and stopped within the caller's transaction. The resource adapter of an
 * application server brings what is behind these interfaces.
 */
package tech.powerjob.jca;
