/**
 * Who is calling, and may they. Every resource method says with {@link
 * tech.powerjob.web.access.Access} what it asks for; one that says nothing is closed.
 */
package tech.powerjob.web.access;
