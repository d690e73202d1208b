/**
 * The gateway for workers that speak PowerJob's own HTTP protocol. It has no credentials; who may
 * come in is decided by network, and by nothing unless somebody allows it.
 */
package tech.powerjob.web.gateway;
