/** Tests against running servers, and the means to run them. */
package tech.powerjob.it;
