/**
 * The console's view of online logs: {@code WEB-INF/parts/log.xhtml} with {@code resources/log}, to
 * be put into any page with the parameter {@code logInstance}, the page {@code log.xhtml} with
 * nothing else on it, and the lines that the browser asks for.
 */
package tech.powerjob.web.page.log;
