/**
 * A worker as a program: a command line, the official processors, and an orderly end. It has no
 * code of an application; scripts, HTTP calls and SQL are its jobs.
 */
package tech.powerjob.agent;
