/**
 * Ways to log in. Each is a CDI bean of type {@link
 * tech.powerjob.server.auth.ThirdPartyLoginService}; {@link tech.powerjob.server.auth.Logins} finds
 * them and makes users of the people they tell of.
 */
package tech.powerjob.server.auth;
