/** The page of alarms. */
package tech.powerjob.web.page.alarm;
