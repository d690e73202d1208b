/** The definition of a job, and the port through which definitions are found. */
package tech.powerjob.domain.job;
