/** What goes beyond PowerJob's own paths, for applications and users alike. */
package tech.powerjob.web.api;
