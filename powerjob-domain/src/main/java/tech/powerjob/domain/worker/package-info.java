/**
 * Which workers there are and how they fare, as this server heard it, and which share of the jobs
 * this server looks after.
 */
package tech.powerjob.domain.worker;
