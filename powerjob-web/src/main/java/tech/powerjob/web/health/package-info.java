/** Whether this server lives and is ready, for load balancers and process supervisors. */
package tech.powerjob.web.health;
