-- Runs of workflows. Names follow PowerJob's table; its dag is put together from the version's graph and the state
-- here when somebody asks for it. A run that serves a due instant is that instant's line in the ledger.
CREATE TABLE workflow_instance_info (
  wf_instance_id        BIGINT NOT NULL PRIMARY KEY,
  parent_wf_instance_id BIGINT,
  workflow_id           BIGINT NOT NULL,
  workflow_version      INT NOT NULL,
  app_id                BIGINT NOT NULL,
  partition_no          INT NOT NULL,
  status                INT NOT NULL,
  version               BIGINT NOT NULL,
  wf_init_params        ${text},
  wf_context            ${text},
  state                 ${text} NOT NULL,
  result                ${text},
  expected_trigger_time BIGINT NOT NULL,
  actual_trigger_time   BIGINT NOT NULL,
  finished_time         BIGINT,
  due_time              BIGINT,
  deadline              BIGINT,
  gmt_create            ${timestamp} NOT NULL,
  gmt_modified          ${timestamp} NOT NULL
);
CREATE UNIQUE INDEX uk_workflow_instance_due ON workflow_instance_info (workflow_id, due_time);
-- Runs in which nothing is under way have no deadline, so this index holds little more than what is going on.
CREATE INDEX idx_workflow_instance_deadline ON workflow_instance_info (deadline);
CREATE INDEX idx_workflow_instance_app ON workflow_instance_info (app_id, wf_instance_id);
CREATE INDEX idx_workflow_instance_workflow ON workflow_instance_info (workflow_id, wf_instance_id);

-- Decisions that changed the course of a run; the straight path writes none.
CREATE TABLE workflow_event (
  id             ${identity},
  wf_instance_id BIGINT NOT NULL,
  node_id        BIGINT,
  event_time     BIGINT NOT NULL,
  kind           VARCHAR(32) NOT NULL,
  detail         ${text},
  data           ${text}
);
CREATE INDEX idx_workflow_event ON workflow_event (wf_instance_id, id);
