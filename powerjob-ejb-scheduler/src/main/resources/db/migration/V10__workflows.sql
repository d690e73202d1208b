-- What workflows are; their runs come in the next file. Names follow PowerJob's tables where the meaning is the
-- same. Times are epoch milliseconds; gmt_* are for people.

INSERT INTO id_sequence (name, last_id) VALUES ('workflow_info', 0), ('workflow_node_info', 0);

-- pedag holds the ids of the nodes and the edges; version is the number of the graph that new runs are pinned to.
CREATE TABLE workflow_info (
  id                   BIGINT NOT NULL PRIMARY KEY,
  app_id               BIGINT NOT NULL,
  partition_no         INT NOT NULL,
  wf_name              VARCHAR(255) NOT NULL,
  wf_description       VARCHAR(255),
  pedag                ${text},
  time_expression_type INT NOT NULL,
  time_expression      VARCHAR(255),
  max_wf_instance_num  INT NOT NULL,
  status               INT NOT NULL,
  next_trigger_time    BIGINT,
  notify_user_ids      VARCHAR(255),
  extra                VARCHAR(255),
  lifecycle            VARCHAR(255),
  options              ${text},
  version              INT NOT NULL,
  gmt_create           ${timestamp} NOT NULL,
  gmt_modified         ${timestamp} NOT NULL
);
CREATE INDEX idx_workflow_info_due ON workflow_info (status, next_trigger_time);
CREATE INDEX idx_workflow_info_app ON workflow_info (app_id, status);

CREATE TABLE workflow_node_info (
  id               BIGINT NOT NULL PRIMARY KEY,
  app_id           BIGINT NOT NULL,
  workflow_id      BIGINT,
  type             INT NOT NULL,
  job_id           BIGINT,
  node_name        VARCHAR(255),
  node_params      ${text},
  enable           INT NOT NULL,
  skip_when_failed INT NOT NULL,
  extra            VARCHAR(255),
  options          ${text},
  -- Where the node is drawn; null as long as nobody has said.
  place_x          INT,
  place_y          INT,
  gmt_create       ${timestamp} NOT NULL,
  gmt_modified     ${timestamp} NOT NULL
);
CREATE INDEX idx_workflow_node_info ON workflow_node_info (workflow_id, gmt_create);
CREATE INDEX idx_workflow_node_info_job ON workflow_node_info (job_id, type);

-- Each graph with all that its nodes say, once; runs are pinned to one.
CREATE TABLE workflow_version (
  workflow_id BIGINT NOT NULL,
  version     INT NOT NULL,
  graph       ${text} NOT NULL,
  who         VARCHAR(255) NOT NULL,
  created     BIGINT NOT NULL,
  PRIMARY KEY (workflow_id, version)
);

-- Due instants of workflows that got no run, as skipped_firing is for jobs.
CREATE TABLE workflow_skipped_firing (
  id          ${identity},
  workflow_id BIGINT NOT NULL,
  app_id      BIGINT NOT NULL,
  first_due   BIGINT NOT NULL,
  last_due    BIGINT NOT NULL,
  firings     BIGINT NOT NULL,
  reason      VARCHAR(32) NOT NULL,
  covered_by  BIGINT,
  gmt_create  ${timestamp} NOT NULL
);
CREATE UNIQUE INDEX uk_workflow_skipped_firing ON workflow_skipped_firing (workflow_id, first_due);

-- Whose jobs the workflows of an application may run: allowed when the application itself and the other one say so.
-- side is CALLS (app_id may run jobs of other_app_id, says app_id) or SERVES (other_app_id may run jobs of app_id).
CREATE TABLE app_link (
  app_id       BIGINT NOT NULL,
  side         VARCHAR(8) NOT NULL,
  other_app_id BIGINT NOT NULL,
  PRIMARY KEY (app_id, side, other_app_id)
);
