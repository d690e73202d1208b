/** Processors for nodes of workflows. */
package tech.powerjob.official.processors.impl.context;
