/** How users bring processors of their own making: beans of a container, methods, scripts. */
package tech.powerjob.worker.extension.processor;
