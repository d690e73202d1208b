-- Named sets of days that schedules leave out or keep to. app_id 0 is everybody's.
CREATE TABLE holiday_calendar (
  app_id       BIGINT NOT NULL,
  name         VARCHAR(64) NOT NULL,
  day_list     ${text} NOT NULL,
  modifier     VARCHAR(255),
  gmt_create   ${timestamp} NOT NULL,
  gmt_modified ${timestamp} NOT NULL,
  PRIMARY KEY (app_id, name)
);

-- While a pause lasts nothing of its target is fired or dispatched. active_key names the target and is null
-- afterwards, so that there is one pause of a target at most.
CREATE TABLE pause (
  id         ${identity},
  scope      VARCHAR(8) NOT NULL,
  target     BIGINT NOT NULL,
  app_id     BIGINT NOT NULL,
  active_key VARCHAR(40),
  begun_at   BIGINT NOT NULL,
  ends_at    BIGINT,
  ended_at   BIGINT,
  reason     VARCHAR(255),
  begun_by   VARCHAR(255),
  ended_by   VARCHAR(255)
);
CREATE UNIQUE INDEX uk_pause_active ON pause (active_key);
CREATE INDEX idx_pause_ended ON pause (ended_at);

-- Which past instants of a schedule were made up for, so that asking twice does not run them twice.
CREATE TABLE backfill (
  job_id      BIGINT NOT NULL,
  due_time    BIGINT NOT NULL,
  instance_id BIGINT NOT NULL,
  PRIMARY KEY (job_id, due_time)
);
CREATE INDEX idx_backfill_instance ON backfill (instance_id);

-- What people and the end of a schedule did to a job.
CREATE TABLE job_event (
  id         ${identity},
  job_id     BIGINT NOT NULL,
  app_id     BIGINT NOT NULL,
  event_time BIGINT NOT NULL,
  kind       VARCHAR(16) NOT NULL,
  who        VARCHAR(255) NOT NULL,
  detail     ${text}
);
CREATE INDEX idx_job_event ON job_event (job_id, event_time);
