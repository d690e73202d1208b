-- What is known about the tasks of distributed instances; the tasks themselves are with a broker. Times are epoch
-- milliseconds.

-- Where the tasks of an instance are, and how they stand. home_epoch is the epoch with which they began there;
-- pages and reports of smaller ones are of other tasks. Once removed is 1 the broker no longer has them.
CREATE TABLE task_run (
  instance_id    BIGINT NOT NULL PRIMARY KEY,
  app_id         BIGINT NOT NULL,
  generation     INT NOT NULL,
  home_epoch     BIGINT NOT NULL,
  broker         VARCHAR(255) NOT NULL,
  reopened_after BIGINT,
  reopened_page  BIGINT,
  removed        INT NOT NULL,
  begun          BIGINT,
  last_sequence  BIGINT NOT NULL,
  last_page      BIGINT NOT NULL,
  worker_id      VARCHAR(64),
  total_tasks    BIGINT NOT NULL,
  succeeded      BIGINT NOT NULL,
  failed         BIGINT NOT NULL,
  running        BIGINT NOT NULL,
  repeated       BIGINT NOT NULL,
  workers        INT NOT NULL,
  running_tasks  ${text},
  reported       BIGINT,
  created        BIGINT NOT NULL
);

-- Tasks that have ended, hundreds in a row, as deflated JSON. Pages of a former home_epoch are leftovers.
CREATE TABLE task_page (
  instance_id BIGINT NOT NULL,
  home_epoch  BIGINT NOT NULL,
  page_no     BIGINT NOT NULL,
  tasks       INT NOT NULL,
  failed      INT NOT NULL,
  created     BIGINT NOT NULL,
  content     ${bytes} NOT NULL,
  PRIMARY KEY (instance_id, home_epoch, page_no)
);
