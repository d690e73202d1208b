/** The console's pages: one thin bean per page. */
package tech.powerjob.web.page;
