/** What all REST resources share: JSON, parameters, and how errors are told. */
package tech.powerjob.web.rest;
