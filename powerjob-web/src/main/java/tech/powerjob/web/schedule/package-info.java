/** REST resources about when jobs run: calendars, pauses, previews, backfills and explanations. */
package tech.powerjob.web.schedule;
