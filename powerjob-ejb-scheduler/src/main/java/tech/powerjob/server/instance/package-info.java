/** What users do with instances, and how reports of workers come in. */
package tech.powerjob.server.instance;
