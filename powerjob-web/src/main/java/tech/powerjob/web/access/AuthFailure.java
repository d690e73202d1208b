package tech.powerjob.web.access;

/** The answer to a call that did not get in: clients expect just these fields. */
record AuthFailure(boolean success, String message, String code) {}
