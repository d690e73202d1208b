/**
 * Whole-system benchmarks. Each starts the real server in a process of its own, measures, and
 * prints one JSON line for each result; where a ceiling or another way of doing the same is known,
 * that is measured in the same run and the ratio is printed too.
 */
package tech.powerjob.benchmarks;
