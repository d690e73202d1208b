/** Pages about jobs. */
package tech.powerjob.web.page.job;
