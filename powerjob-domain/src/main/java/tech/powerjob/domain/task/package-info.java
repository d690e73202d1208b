/** Where the tasks of distributed instances are, and what is known of them. */
package tech.powerjob.domain.task;
