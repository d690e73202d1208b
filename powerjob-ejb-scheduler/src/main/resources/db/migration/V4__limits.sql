-- What jobs may not exceed in the whole cluster. Times are epoch milliseconds where not said otherwise.

INSERT INTO id_sequence (name, last_id) VALUES ('resource_pool', 0);

-- A number of permits that runs of several jobs share. Application 0 stands for all of them.
CREATE TABLE resource_pool (
  id           BIGINT NOT NULL PRIMARY KEY,
  app_id       BIGINT NOT NULL,
  pool_name    VARCHAR(64) NOT NULL,
  capacity     INT NOT NULL,
  gmt_create   ${timestamp} NOT NULL,
  gmt_modified ${timestamp} NOT NULL
);
CREATE UNIQUE INDEX uk_resource_pool ON resource_pool (app_id, pool_name);

-- Who uses a pool. An instance whose row says held holds its permits while it is with a worker: nothing has to
-- be given back. Rows of others mean nothing, unless the instance waits for the pool, and are swept.
CREATE TABLE pool_permit (
  pool_id     BIGINT NOT NULL,
  instance_id BIGINT NOT NULL,
  permits     INT NOT NULL,
  held        INT NOT NULL,
  since       BIGINT NOT NULL,
  PRIMARY KEY (pool_id, instance_id)
);
CREATE INDEX idx_pool_permit_held ON pool_permit (pool_id, held);
CREATE INDEX idx_pool_permit_instance ON pool_permit (instance_id);

-- How far a job has used its rate, in nanoseconds of the database's clock since the epoch.
CREATE TABLE rate_limit (
  job_id   BIGINT NOT NULL PRIMARY KEY,
  next_ns  BIGINT NOT NULL,
  slot_ns  BIGINT NOT NULL
);

-- Calls that carried an idempotency key, and what they made.
CREATE TABLE idempotency_key (
  app_id          BIGINT NOT NULL,
  operation       VARCHAR(16) NOT NULL,
  idempotency_key VARCHAR(255) NOT NULL,
  target_id       BIGINT NOT NULL,
  fingerprint     VARCHAR(64) NOT NULL,
  created         BIGINT NOT NULL,
  PRIMARY KEY (app_id, operation, idempotency_key)
);
CREATE INDEX idx_idempotency_key_created ON idempotency_key (created);
