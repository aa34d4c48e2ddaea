-- BYTEA is PostgreSQL's word; SQLite keeps bytes in a column of any type.

-- Where the epoch began, and how many batches of it have been committed, forgotten ones included.
-- Before this version an epoch was all of a log's life and its batches were not counted.
ALTER TABLE epoch ADD COLUMN first_sequence BIGINT NOT NULL DEFAULT 1;
ALTER TABLE epoch ADD COLUMN previous BIGINT NOT NULL DEFAULT 0;
ALTER TABLE epoch ADD COLUMN batches BIGINT NOT NULL DEFAULT 0;

-- Readings of one hour, `hour` full hours since 1970; the lowest and highest batch that brought some.
CREATE TABLE hour (
  edge TEXT NOT NULL,
  hour BIGINT NOT NULL,
  epoch BIGINT NOT NULL,
  first_sequence BIGINT NOT NULL,
  last_sequence BIGINT NOT NULL,
  readings BIGINT NOT NULL,
  PRIMARY KEY (edge, hour, epoch)
);

-- One row for batches in a row that were committed together: four bytes a batch, high byte first.
-- `place` is the count of the epoch's batches up to this row; those long past are dropped by it.
CREATE TABLE checksum (
  edge TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  first_sequence BIGINT NOT NULL,
  last_sequence BIGINT NOT NULL,
  place BIGINT NOT NULL,
  checksums BYTEA NOT NULL,
  PRIMARY KEY (edge, epoch, first_sequence)
);

-- Known loss. `readings` is null where nobody knows, the three after `until_at` where the readings
-- had no number yet; `signals` holds one site/point a line, none for any.
CREATE TABLE gap (
  edge TEXT NOT NULL,
  number BIGINT NOT NULL,
  cause TEXT NOT NULL,
  readings BIGINT,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  epoch BIGINT,
  first_sequence BIGINT,
  last_sequence BIGINT,
  signals TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (edge, number)
);

CREATE INDEX gap_from ON gap (edge, from_at);
