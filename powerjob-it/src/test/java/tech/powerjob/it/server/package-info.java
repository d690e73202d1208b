/**
 * The EAR, unchanged, in the application servers that it is made for. Each test starts its server,
 * deploys, and looks at it from outside, as a user and as a worker.
 */
package tech.powerjob.it.server;
