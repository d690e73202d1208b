-- What the pages that are open on each server show, while several servers share this database: a server that changes
-- something of it counts changes up, at most twice a second. Times are epoch milliseconds.
CREATE TABLE page_watch (
  server_id     BIGINT NOT NULL,
  topic         VARCHAR(32) NOT NULL,
  changes       BIGINT NOT NULL,
  watched_until BIGINT NOT NULL,
  PRIMARY KEY (server_id, topic)
);
CREATE INDEX idx_page_watch_topic ON page_watch (topic);
