-- What the quarantine holds of each edge is added up at each start: from the index alone, since the
-- weight stands behind the originals, which would all be read on the way to it.
DROP INDEX refusal_edge;
CREATE INDEX refusal_edge ON refusal (edge, settled, number, weight);
