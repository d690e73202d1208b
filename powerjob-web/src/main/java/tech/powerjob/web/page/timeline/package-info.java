/** What ran and what will run, over time; and what waits for what. */
package tech.powerjob.web.page.timeline;
