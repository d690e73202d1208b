/**
 * Processors that come with PowerJob, under PowerJob's names, so that jobs can go on using them.
 */
package tech.powerjob.official.processors;
