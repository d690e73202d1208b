/** The ways on which people are told of failures: mail, web hook, DingTalk, and plug-ins. */
package tech.powerjob.server.alarm.channel;
