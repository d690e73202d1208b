/** Login with OpenID Connect: authorization code flow with PKCE. */
package tech.powerjob.server.auth.oidc;
