/** What users do with job definitions. */
package tech.powerjob.server.job;
