/** Runs of workflows at work: their store, what drives them, and what people may do with them. */
package tech.powerjob.server.workflow.run;
