-- Online logs. Lines of a run have numbers from 1 on, in the order in which they were accepted. They lie in packed
-- chunks, and the newest ones, while they are few, in the run's own row, so that a run that says little is one row.
-- Times are epoch milliseconds of workers.

-- version guards every change. Chunks from gap_from to before gap_to were dropped with their gap_lines lines, because
-- the run wrote more than is kept. sources are the workers, as JSON, with the last message of each that is in here.
CREATE TABLE instance_log (
  instance_id     BIGINT NOT NULL PRIMARY KEY,
  version         BIGINT NOT NULL,
  total_lines     BIGINT NOT NULL,
  chunk_bytes     BIGINT NOT NULL,
  chunks          INT NOT NULL,
  gap_from        INT NOT NULL,
  gap_to          INT NOT NULL,
  gap_lines       BIGINT NOT NULL,
  sources         ${text} NOT NULL,
  open_lines      INT NOT NULL,
  open_first_time BIGINT NOT NULL,
  open_last_time  BIGINT NOT NULL,
  open_levels     INT NOT NULL,
  open_bytes      INT NOT NULL,
  open_content    ${packed} NOT NULL
);

-- levels has a bit for each level that occurs; raw_bytes is the size before packing.
CREATE TABLE instance_log_chunk (
  instance_id BIGINT NOT NULL,
  chunk_no    INT NOT NULL,
  first_line  BIGINT NOT NULL,
  line_count  INT NOT NULL,
  first_time  BIGINT NOT NULL,
  last_time   BIGINT NOT NULL,
  levels      INT NOT NULL,
  raw_bytes   INT NOT NULL,
  content     ${packed} NOT NULL,
  PRIMARY KEY (instance_id, chunk_no)
);
