/** Login with DingTalk. */
package tech.powerjob.server.auth.dingtalk;
