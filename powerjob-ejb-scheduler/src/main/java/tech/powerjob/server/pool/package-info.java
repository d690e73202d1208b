/** Named pools of permits that runs of several jobs share, as people and programs see them. */
package tech.powerjob.server.pool;
