/**
 * Jobs as users of PowerJob write them. They compile against the SDK of PowerJob 5.1.2 and, not a
 * letter changed, against ours: what breaks them breaks users. They use every type and method of
 * the SDK.
 */
package com.acme.jobs;
