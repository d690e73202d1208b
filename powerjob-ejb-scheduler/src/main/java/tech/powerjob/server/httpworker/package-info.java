/**
 * Workers that speak PowerJob's own HTTP protocol: unmodified PowerJob workers and those in other
 * languages. The web module takes their calls; what these mean, and the calls to them, are here.
 */
package tech.powerjob.server.httpworker;
