/**
 * The console's pages: one thin bean per page, in a sub-package per area. This package holds the
 * frame that all of them use.
 *
 * <p><b>A new page.</b> {@code src/main/webapp/things.xhtml} with {@code <ui:composition
 * template="/WEB-INF/templates/console.xhtml">}; it defines {@code title} and {@code main} (also
 * {@code styles} and {@code scripts}, for files of its own in {@code resources/<area>}). Its path
 * stands in {@link tech.powerjob.web.page.Area}, which makes the navigation and the front door. The
 * bean is {@code @Named @ViewScoped}, reads its state from the address once ({@link
 * tech.powerjob.web.page.Address}, never {@code f:viewParam}: that would undo filters on every
 * refresh), asks {@link tech.powerjob.web.page.Console#appId} for the application with the
 * permission that the call needs, and calls the services that the REST resources call. Buttons that
 * a role may not use are not rendered ({@code console.operator}, {@code console.editor}, {@code
 * console.administrator}), and the bean asks for the permission again.
 *
 * <p><b>Lists.</b> The bean extends {@link tech.powerjob.web.page.KeysetPage}; the page is a plain
 * {@code <div class="list"><table class="rows cards">} with {@code ui:repeat} over {@code
 * bean.rows} ({@code data-name} on each cell is its label on a phone) and {@code <pj:pager>}.
 * Filters call {@code bean.filter()} and so stand in the address bar. {@code <pj:live bean>} keeps
 * it fresh: {@code bean.refresh()} calls {@code reread()} and updates what changed. It is called
 * when something of the application was changed on any server, or of a narrower {@code topic}
 * ({@code instance:7}, {@code run:8}; {@link tech.powerjob.server.store.Topic}), now and then
 * besides, and every {@code every} seconds while the server cannot say so. Whoever commits a change
 * that pages show tells {@link tech.powerjob.server.store.Touched}.
 *
 * <p><b>Buttons in rows</b> are plain: {@code <button type="button" data-act="stop" data-id="7">},
 * with one {@code <pj:acts bean update>} per page; {@link tech.powerjob.web.page.ActRequest} tells
 * the bean what and on which id, so that a list which is refreshed between look and click cannot
 * put another row under it. {@code data-confirm="Really?"} asks first (on any button), {@code
 * data-danger="true"} colours the yes. Ticked rows: {@code <input type="checkbox" name="pick"
 * data-pick="true" value="7">}, {@code data-pick-all}, and a bar {@code data-picked-bar} with
 * {@code data-picked-count}. {@code data-open="dialogId"} and {@code data-close} open and close a
 * native {@code <dialog>}.
 *
 * <p><b>Parts</b> ({@code xmlns:pj="powerjob"}, {@code WEB-INF/tags}): {@code icon name}, {@code
 * status code}, {@code time value zone} (the viewer's time, beneath it the job's), {@code id value}
 * (with copy button), {@code empty title hint}, {@code pager list update}, {@code live bean every
 * topic}, {@code acts bean update}. Looks: {@code panel}, {@code head}, {@code filters strip},
 * {@code buttons}, {@code hint}, {@code pill}, {@code tag}, {@code a.button}, {@code .secondary},
 * {@code .icon-button}, {@code details.menu} in {@code console.css}; colours only by their names
 * there. Messages in passing: {@link tech.powerjob.web.page.Notices}.
 *
 * <p><b>Texts.</b> {@code #{msg['thing.name']}}, in beans {@code texts.get("thing.name")}; one pair
 * of files per area ({@link tech.powerjob.web.page.Wording}), English and Simplified Chinese.
 *
 * <p>Services speak English; {@link tech.powerjob.web.page.Texts#said} says it in the viewer's
 * language and zone. What people can meet of it stands in {@code texts/phrase} as a pattern, and a
 * test finds what is missing there ({@link tech.powerjob.web.page.Phrases}). Results of runs are
 * shown by {@code #{texts.result(…)}}: what the server itself says is said so too, what a processor
 * returned is left as it is.
 *
 * <p><b>Rights.</b> Every method that a page can call asks for the permission itself, on the
 * application of the very object ({@link tech.powerjob.web.page.Console#appId}); that a button is
 * not rendered protects nothing, for forms that are not rendered are decoded all the same. {@code
 * PageActionsIT} sends everything that pages offer, forged, and fails on what it does not know.
 *
 * <p><b>Keys</b> ({@code resources/console/keys.js}) walk through the rows of any list and to the
 * areas by {@link tech.powerjob.web.page.Area#getKey}; {@code ?} shows them.
 *
 * <p><b>Security policy.</b> No inline scripts or {@code on…} attributes in pages, no {@code
 * <style>} elements; scripts are files. Everything is escaped: no {@code escape="false"}.
 */
package tech.powerjob.web.page;
