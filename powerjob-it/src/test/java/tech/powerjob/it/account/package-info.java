/** Accounts, logins and the audit log, asked of real servers over their doors. */
package tech.powerjob.it.account;
