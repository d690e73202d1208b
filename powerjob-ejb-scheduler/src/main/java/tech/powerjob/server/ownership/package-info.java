/**
 * Which server looks after which partition, by leases in the database that its own clock judges.
 */
package tech.powerjob.server.ownership;
