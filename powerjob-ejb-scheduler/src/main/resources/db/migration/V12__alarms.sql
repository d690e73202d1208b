-- Failures that somebody is to be told of. A line is written in the transaction in which the run ends; what is told
-- and what is not is decided afterwards. Times are epoch milliseconds.

-- decide_at is when to decide, NULL once that is done. The window columns are those of a second-level job's own rule,
-- NULL where the server's silence holds. told_with is the alarm that speaks for this one; others is how many this one
-- speaks for.
CREATE TABLE alarm (
  id              ${identity},
  app_id          BIGINT NOT NULL,
  kind            VARCHAR(16) NOT NULL,
  object_id       BIGINT NOT NULL,
  object_name     VARCHAR(255),
  instance_id     BIGINT NOT NULL,
  raised_at       BIGINT NOT NULL,
  receivers       VARCHAR(255) NOT NULL,
  alert_threshold INT,
  window_millis   BIGINT,
  silence_millis  BIGINT,
  payload         ${text} NOT NULL,
  state           VARCHAR(16) NOT NULL,
  reason          VARCHAR(32),
  decide_at       BIGINT,
  told_with       BIGINT,
  others          BIGINT NOT NULL
);
-- Decided alarms have no such time, so this index holds little more than what is going on.
CREATE INDEX idx_alarm_decide ON alarm (decide_at);
CREATE INDEX idx_alarm_app ON alarm (app_id, id);
-- Most alarms of a job that fails all the time are suppressed; the others are looked for.
CREATE INDEX idx_alarm_state ON alarm (app_id, state, id);
CREATE INDEX idx_alarm_object ON alarm (kind, object_id, raised_at);
CREATE INDEX idx_alarm_instance ON alarm (instance_id);
CREATE INDEX idx_alarm_raised ON alarm (raised_at);

-- When somebody was last told of a job's or a workflow's failures. Its row is locked by whoever decides.
CREATE TABLE alarm_group (
  kind      VARCHAR(16) NOT NULL,
  object_id BIGINT NOT NULL,
  last_told BIGINT NOT NULL,
  PRIMARY KEY (kind, object_id)
);

-- One way on which one receiver is told; user_id is 0 where a plug-in tells all of them. next_try is NULL once it is
-- over; who sends moves it first, so that nobody else does meanwhile.
CREATE TABLE alarm_delivery (
  id         ${identity},
  alarm_id   BIGINT NOT NULL,
  channel    VARCHAR(255) NOT NULL,
  user_id    BIGINT NOT NULL,
  state      VARCHAR(16) NOT NULL,
  send_round INT NOT NULL,
  tries      INT NOT NULL,
  next_try   BIGINT,
  sent_at    BIGINT,
  last_error VARCHAR(1024)
);
CREATE UNIQUE INDEX uk_alarm_delivery ON alarm_delivery (alarm_id, channel, user_id);
CREATE INDEX idx_alarm_delivery_next ON alarm_delivery (next_try);
