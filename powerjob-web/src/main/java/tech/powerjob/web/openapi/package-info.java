/** The OpenAPI: what programs do with the jobs and instances of their application. */
package tech.powerjob.web.openapi;
