package tech.powerjob.client.extension;

/** What an extension gets to know; nothing yet. */
public class ExtensionContext {}
