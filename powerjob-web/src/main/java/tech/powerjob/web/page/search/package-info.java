/** One box that finds jobs, instances and workers. */
package tech.powerjob.web.page.search;
