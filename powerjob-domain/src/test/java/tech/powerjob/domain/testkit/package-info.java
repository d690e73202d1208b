/** In-memory ports and builders for tests of this and of other modules. */
package tech.powerjob.domain.testkit;
