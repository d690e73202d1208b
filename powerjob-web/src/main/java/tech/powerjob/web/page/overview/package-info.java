/** The first page: how an application stands. */
package tech.powerjob.web.page.overview;
