/** Pauses as they are stored, and what people do with them. */
package tech.powerjob.server.pause;
