/** How the client reaches servers. Not for users: these types change without notice. */
package tech.powerjob.client.internal;
