/** Java client of the OpenAPI, under PowerJob's names. */
package tech.powerjob.client;
