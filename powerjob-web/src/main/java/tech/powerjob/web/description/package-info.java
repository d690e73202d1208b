/**
 * The description of all REST calls: made from the resource classes when this module is built, and
 * shown to whoever has a login.
 */
package tech.powerjob.web.description;
