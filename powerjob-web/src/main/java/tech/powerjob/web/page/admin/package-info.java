/**
 * The pages on which the console itself is administered: accounts, roles, the audit log, and what
 * holds for an application as a whole. A list is a page whose filters are in its address; an object
 * is changed on a page of its own. Each bean asks for the permission again that its buttons need.
 */
package tech.powerjob.web.page.admin;
