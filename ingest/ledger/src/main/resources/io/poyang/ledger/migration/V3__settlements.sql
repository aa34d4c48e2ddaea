-- `weight` is about the bytes a refusal takes; `settled` is 1 once there is an outcome.
ALTER TABLE refusal ADD COLUMN readings BIGINT NOT NULL DEFAULT 1;
ALTER TABLE refusal ADD COLUMN topic TEXT;
ALTER TABLE refusal ADD COLUMN original BYTEA;
ALTER TABLE refusal ADD COLUMN weight BIGINT NOT NULL DEFAULT 0;
ALTER TABLE refusal ADD COLUMN settled SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE refusal ADD COLUMN outcome TEXT;
ALTER TABLE refusal ADD COLUMN settled_at BIGINT;
ALTER TABLE refusal ADD COLUMN settled_why TEXT;

UPDATE refusal SET weight =
  200 + LENGTH(refusal_key) + LENGTH(subject) + LENGTH(detail) + LENGTH(content);

DROP INDEX refusal_reason;
CREATE INDEX refusal_reason ON refusal (settled, reason);
CREATE INDEX refusal_age ON refusal (settled, number);
CREATE INDEX refusal_edge ON refusal (edge, settled, number);
