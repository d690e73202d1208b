/**
 * Hints to pages that what they show has changed, whichever server changed it. See
 * docs/adr/0022-pushed-updates.md.
 */
package tech.powerjob.server.live;
