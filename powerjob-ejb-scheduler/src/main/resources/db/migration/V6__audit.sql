-- Who did what, and who was denied. app_id and actor_id are 0, texts empty, where there is none.
CREATE TABLE audit_log (
  id             ${identity},
  event_time     BIGINT NOT NULL,
  actor_type     VARCHAR(8) NOT NULL,
  actor_id       BIGINT NOT NULL,
  actor_name     VARCHAR(255) NOT NULL,
  remote_address VARCHAR(64) NOT NULL,
  action         VARCHAR(64) NOT NULL,
  object_type    VARCHAR(32) NOT NULL,
  object_id      VARCHAR(255) NOT NULL,
  app_id         BIGINT NOT NULL,
  outcome        VARCHAR(8) NOT NULL,
  before_json    ${text},
  after_json     ${text},
  reason         VARCHAR(1024) NOT NULL
);
CREATE INDEX idx_audit_app ON audit_log (app_id, id);
CREATE INDEX idx_audit_object ON audit_log (object_type, object_id, id);
CREATE INDEX idx_audit_actor ON audit_log (actor_name, id);
CREATE INDEX idx_audit_action ON audit_log (action, id);
CREATE INDEX idx_audit_time ON audit_log (event_time);

-- Tokens of users who have logged out, until they would have ended anyway.
CREATE TABLE ended_token (
  token_id VARCHAR(64) NOT NULL PRIMARY KEY,
  ends_at  BIGINT NOT NULL
);
CREATE INDEX idx_ended_token ON ended_token (ends_at);
