/** Annotations by which users mark their code. */
package tech.powerjob.worker.annotation;
