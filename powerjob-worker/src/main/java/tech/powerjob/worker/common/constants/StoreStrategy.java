package tech.powerjob.worker.common.constants;

/**
 * Where PowerJob's workers keep the tasks of their instances. Kept so that configurations compile:
 * here the broker keeps them.
 */
public enum StoreStrategy {
  DISK,
  MEMORY
}
