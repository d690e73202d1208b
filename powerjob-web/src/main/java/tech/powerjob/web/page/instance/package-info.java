/** Pages about instances. */
package tech.powerjob.web.page.instance;
