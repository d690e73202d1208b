/**
 * The line on which open pages are told that what they show has changed: a WebSocket per page, for
 * the logged-in user of the console. See docs/adr/0022-pushed-updates.md.
 */
package tech.powerjob.web.live;
