-- Workers that speak HTTP. Times are epoch milliseconds.

-- Their last heartbeats: such a worker talks to one server, and this tells the others.
CREATE TABLE http_worker (
  worker_id VARCHAR(64) NOT NULL PRIMARY KEY,
  app_id    BIGINT NOT NULL,
  heartbeat ${text} NOT NULL,
  seen      BIGINT NOT NULL
);

CREATE INDEX idx01_http_worker ON http_worker (seen);

-- What a worker last said of an instance: reports carry no epoch, so this tells which dispatch one is of. start_time
-- and report_time are of the worker's clock.
CREATE TABLE http_run (
  instance_id BIGINT NOT NULL,
  address     VARCHAR(64) NOT NULL,
  epoch       BIGINT NOT NULL,
  start_time  BIGINT NOT NULL,
  report_time BIGINT NOT NULL,
  heard       BIGINT NOT NULL,
  PRIMARY KEY (instance_id, address)
);
