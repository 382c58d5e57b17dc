-- Requests of the API that make something, each by its caller and Idempotency-Key, for a day. response: what it was answered,
-- NULL while it is worked on. Of the request itself only a digest is kept.
CREATE TABLE keyed_requests (
  caller       text        NOT NULL,
  key          text        NOT NULL,
  request_hash bytea       NOT NULL,
  began_at     timestamptz NOT NULL,
  response     jsonb,
  PRIMARY KEY (caller, key)
);
CREATE INDEX keyed_requests_began ON keyed_requests (began_at);
