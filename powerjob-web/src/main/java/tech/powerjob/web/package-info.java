/**
 * The server's HTTP side: OpenAPI, console REST calls, health and pages, behind one {@link
 * tech.powerjob.web.door.FrontDoor}.
 */
package tech.powerjob.web;
