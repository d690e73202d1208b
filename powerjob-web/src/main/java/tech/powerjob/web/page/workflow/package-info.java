/**
 * The console's pages about workflows and their runs.
 *
 * <p>The editor and the view of a run draw in the browser ({@code resources/console/workflow-*.js},
 * small scripts without a library: every node is an element that has a name and can be focused, and
 * colours are the style sheet's, which a canvas cannot give). A page hands them its data as text of
 * a hidden element, which Faces escapes, and answers their questions through {@link
 * tech.powerjob.web.page.workflow.PageCall}.
 */
package tech.powerjob.web.page.workflow;
