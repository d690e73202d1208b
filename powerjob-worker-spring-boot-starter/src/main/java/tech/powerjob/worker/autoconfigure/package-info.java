/** Makes a worker out of the properties of a Spring Boot application. */
package tech.powerjob.worker.autoconfigure;
