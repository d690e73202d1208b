-- Ids of what people define. Identity columns are not used for these: see docs/adr/0002-jpa-beside-jdbc.md.
CREATE TABLE id_sequence (
  name    VARCHAR(64) NOT NULL PRIMARY KEY,
  last_id BIGINT NOT NULL
);
INSERT INTO id_sequence (name, last_id)
VALUES ('job_info', 0), ('app_info', 0), ('namespace', 0), ('user_info', 0), ('pwjb_user_info', 0), ('user_role', 0);

-- Jobs, their instances and the ledger. Names follow PowerJob's tables where the meaning is the same.
-- Times are epoch milliseconds; gmt_* are for people.

CREATE TABLE job_info (
  id                       BIGINT NOT NULL PRIMARY KEY,
  app_id                   BIGINT NOT NULL,
  partition_no             INT NOT NULL,
  job_name                 VARCHAR(255) NOT NULL,
  job_description          VARCHAR(255),
  job_params               ${text},
  time_expression_type     INT NOT NULL,
  time_expression          VARCHAR(255),
  execute_type             INT NOT NULL,
  processor_type           INT NOT NULL,
  processor_info           VARCHAR(255) NOT NULL,
  max_instance_num         INT NOT NULL,
  concurrency              INT NOT NULL,
  instance_time_limit      BIGINT NOT NULL,
  instance_retry_num       INT NOT NULL,
  task_retry_num           INT NOT NULL,
  status                   INT NOT NULL,
  next_trigger_time        BIGINT,
  min_cpu_cores            ${double} NOT NULL,
  min_memory_space         ${double} NOT NULL,
  min_disk_space           ${double} NOT NULL,
  designated_workers       VARCHAR(255),
  max_worker_count         INT NOT NULL,
  notify_user_ids          VARCHAR(255),
  extra                    VARCHAR(255),
  dispatch_strategy        INT NOT NULL,
  dispatch_strategy_config VARCHAR(255),
  lifecycle                VARCHAR(255),
  alarm_config             VARCHAR(255),
  tag                      VARCHAR(255),
  log_config               VARCHAR(512),
  advanced_runtime_config  VARCHAR(255),
  options                  ${text},
  gmt_create               ${timestamp} NOT NULL,
  gmt_modified             ${timestamp} NOT NULL
);
CREATE INDEX idx_job_info_due ON job_info (status, next_trigger_time);
CREATE INDEX idx_job_info_app ON job_info (app_id, status);
-- For lists that are read page by page.
CREATE INDEX idx_job_info_page ON job_info (app_id, id, status);

-- An instance that serves a due instant of its schedule is that instant's line in the ledger: the unique
-- key makes a second one impossible.
CREATE TABLE instance_info (
  instance_id           BIGINT NOT NULL PRIMARY KEY,
  job_id                BIGINT NOT NULL,
  app_id                BIGINT NOT NULL,
  partition_no          INT NOT NULL,
  type                  INT NOT NULL,
  wf_instance_id        BIGINT,
  status                INT NOT NULL,
  dispatch_epoch        BIGINT NOT NULL,
  job_params            ${text},
  instance_params       ${text},
  outer_key             VARCHAR(255),
  extend_value          VARCHAR(1024),
  trigger_type          VARCHAR(16) NOT NULL,
  priority              INT NOT NULL,
  due_time              BIGINT,
  expected_trigger_time BIGINT NOT NULL,
  actual_trigger_time   BIGINT,
  finished_time         BIGINT,
  last_report_time      BIGINT,
  deadline              BIGINT,
  start_by              BIGINT,
  finish_by             BIGINT,
  worker_id             VARCHAR(64),
  task_tracker_address  VARCHAR(255),
  designated_worker     VARCHAR(255),
  running_times         BIGINT NOT NULL,
  task_generation       INT NOT NULL,
  waiting_for           VARCHAR(16),
  result                ${text},
  -- The instance's own id while it is failed: people look for these, and they are few among very many.
  failed_id             BIGINT GENERATED ALWAYS AS (CASE WHEN status = 4 THEN instance_id END)${stored},
  -- What a member of a workflow adds to its context; the others never write it.
  appended_wf_context   ${text},
  gmt_create            ${timestamp} NOT NULL,
  gmt_modified          ${timestamp} NOT NULL
);
CREATE UNIQUE INDEX uk_instance_info_due ON instance_info (job_id, due_time);
-- Finished instances have no deadline, so what has one is little more than what is going on. A search names the lower
-- bound too, for the instances without a deadline come first in this index.
CREATE INDEX idx_instance_info_deadline ON instance_info (deadline);
CREATE INDEX idx_instance_info_failed ON instance_info (app_id, failed_id);
CREATE INDEX idx_instance_info_app ON instance_info (app_id, instance_id);
CREATE INDEX idx_instance_info_job ON instance_info (job_id, instance_id);
CREATE INDEX idx_instance_info_workflow ON instance_info (wf_instance_id);

-- The other half of the ledger: due instants that got no instance, why, and the instant that stands for them.
CREATE TABLE skipped_firing (
  id           ${identity},
  job_id       BIGINT NOT NULL,
  app_id       BIGINT NOT NULL,
  first_due    BIGINT NOT NULL,
  last_due     BIGINT NOT NULL,
  firings      BIGINT NOT NULL,
  reason       VARCHAR(32) NOT NULL,
  covered_by   BIGINT,
  gmt_create   ${timestamp} NOT NULL
);
CREATE UNIQUE INDEX uk_skipped_firing ON skipped_firing (job_id, first_due);

CREATE TABLE instance_event (
  id           ${identity},
  instance_id  BIGINT NOT NULL,
  job_id       BIGINT NOT NULL,
  app_id       BIGINT NOT NULL,
  epoch        BIGINT NOT NULL,
  event_time   BIGINT NOT NULL,
  kind         VARCHAR(32) NOT NULL,
  detail       ${text},
  data         ${text}
);
CREATE INDEX idx_instance_event ON instance_event (instance_id, id);

-- One row for each address that ever served; its id goes into instance ids. The live ones are the directory in
-- which workers find all servers. A start takes the row over by its incarnation. A server that comes (back) looks
-- after something from active_from on, when workers have found it.
CREATE TABLE server_info (
  id           ${identity},
  ip           VARCHAR(255) NOT NULL,
  brokers      VARCHAR(1024) NOT NULL,
  incarnation  BIGINT NOT NULL,
  active_from  BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  gmt_create   ${timestamp} NOT NULL,
  gmt_modified ${timestamp} NOT NULL
);
CREATE UNIQUE INDEX uk_server_info_ip ON server_info (ip);

-- Who looks after which share of the jobs. Times are those of the database's clock.
CREATE TABLE partition_lease (
  partition_no INT NOT NULL PRIMARY KEY,
  owner_id     BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL
);
INSERT INTO partition_lease (partition_no, owner_id, expires_at)
VALUES (0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (5, 0, 0), (6, 0, 0), (7, 0, 0),
       (8, 0, 0), (9, 0, 0), (10, 0, 0), (11, 0, 0), (12, 0, 0), (13, 0, 0), (14, 0, 0), (15, 0, 0),
       (16, 0, 0), (17, 0, 0), (18, 0, 0), (19, 0, 0), (20, 0, 0), (21, 0, 0), (22, 0, 0), (23, 0, 0),
       (24, 0, 0), (25, 0, 0), (26, 0, 0), (27, 0, 0), (28, 0, 0), (29, 0, 0), (30, 0, 0), (31, 0, 0),
       (32, 0, 0), (33, 0, 0), (34, 0, 0), (35, 0, 0), (36, 0, 0), (37, 0, 0), (38, 0, 0), (39, 0, 0),
       (40, 0, 0), (41, 0, 0), (42, 0, 0), (43, 0, 0), (44, 0, 0), (45, 0, 0), (46, 0, 0), (47, 0, 0),
       (48, 0, 0), (49, 0, 0), (50, 0, 0), (51, 0, 0), (52, 0, 0), (53, 0, 0), (54, 0, 0), (55, 0, 0),
       (56, 0, 0), (57, 0, 0), (58, 0, 0), (59, 0, 0), (60, 0, 0), (61, 0, 0), (62, 0, 0), (63, 0, 0);

CREATE TABLE sundry (
  id           ${identity},
  pkey         VARCHAR(255) NOT NULL,
  skey         VARCHAR(255) NOT NULL,
  content      ${text},
  extra        VARCHAR(255),
  gmt_create   ${timestamp} NOT NULL,
  gmt_modified ${timestamp} NOT NULL
);
CREATE UNIQUE INDEX uk_sundry ON sundry (pkey, skey);
