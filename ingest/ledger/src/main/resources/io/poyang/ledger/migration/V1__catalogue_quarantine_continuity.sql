-- Plain enough for SQLite and PostgreSQL alike: times are epoch milliseconds, UTC.

CREATE TABLE site (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  announced_at BIGINT NOT NULL
);

-- `announced` is the signal as JSON in the form of the catalogue topic; null until it is announced.
CREATE TABLE signal (
  site TEXT NOT NULL,
  point TEXT NOT NULL,
  edge TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  announced TEXT,
  announced_at BIGINT,
  PRIMARY KEY (site, point)
);

CREATE TABLE refusal (
  number BIGINT NOT NULL PRIMARY KEY,
  refusal_key TEXT NOT NULL UNIQUE,
  received_at BIGINT NOT NULL,
  edge TEXT NOT NULL,
  reason TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  content TEXT NOT NULL
);

CREATE INDEX refusal_reason ON refusal (reason);

CREATE TABLE epoch (
  edge TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  first_commit BIGINT NOT NULL,
  last_commit BIGINT NOT NULL,
  PRIMARY KEY (edge, epoch)
);

-- One row a range; ranges of one epoch never touch one another.
CREATE TABLE sequence_range (
  edge TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  first_sequence BIGINT NOT NULL,
  last_sequence BIGINT NOT NULL,
  PRIMARY KEY (edge, epoch, first_sequence)
);
