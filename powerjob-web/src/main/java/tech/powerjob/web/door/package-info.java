/** Where every request enters: what is not known is not there, what is known is guarded. */
package tech.powerjob.web.door;
