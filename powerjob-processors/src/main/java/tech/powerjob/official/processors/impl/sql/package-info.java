/**
 * Processors that run SQL: on data sources that the application registers, on those of a container
 * by name, and on any JDBC URL.
 */
package tech.powerjob.official.processors.impl.sql;
