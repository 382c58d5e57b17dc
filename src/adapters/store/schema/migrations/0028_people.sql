-- Who may sign in, what they are signed in with, and who did what.

CREATE TABLE people (
  id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email         text        NOT NULL,
  name          text        NOT NULL,
  role          text        NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
  password_hash text,                        -- null: signs in by a link, a proxy or an identity provider
  timezone      text        NOT NULL DEFAULT 'UTC',
  issued_by     text,                        -- the identity provider and its name for the person
  subject       text,
  created_at    timestamptz NOT NULL,
  disabled_at   timestamptz,
  last_seen_at  timestamptz,
  UNIQUE (issued_by, subject)
);
CREATE UNIQUE INDEX people_by_email ON people (lower(email));

-- Secrets are kept as SHA-256: they are random and long, so that nothing slower is needed.
CREATE TABLE sessions (
  token_hash   bytea       PRIMARY KEY,
  person_id    bigint      NOT NULL REFERENCES people ON DELETE CASCADE,
  created_at   timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  user_agent   text        NOT NULL,
  address      text        NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person_id);
CREATE INDEX sessions_expired ON sessions (expires_at);

-- Links that work once: the first admin's, an invitation, a new password, the demo's.
CREATE TABLE sign_in_links (
  token_hash bytea       PRIMARY KEY,
  purpose    text        NOT NULL CHECK (purpose IN ('first-admin', 'sign-in', 'password')),
  person_id  bigint      REFERENCES people ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  CHECK ((person_id IS NULL) = (purpose = 'first-admin'))
);
CREATE INDEX sign_in_links_of_person ON sign_in_links (person_id);

-- Failed sign-ins in a row, for an account and for an address; gone with the first that succeeds, or after a day.
CREATE TABLE sign_in_failures (
  key       text        PRIMARY KEY,
  failures  integer     NOT NULL,
  last_at   timestamptz NOT NULL
);

CREATE TABLE api_tokens (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token_hash   bytea       NOT NULL UNIQUE,
  name         text        NOT NULL,
  scopes       text[]      NOT NULL,
  person_id    bigint      NOT NULL REFERENCES people ON DELETE CASCADE,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
CREATE INDEX api_tokens_of_person ON api_tokens (person_id);

-- One row for each deed, written with what it did. Names are copied: the log outlives people and rules.
CREATE TABLE audit_log (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at           timestamptz NOT NULL,
  actor_kind   text        NOT NULL CHECK (actor_kind IN ('person', 'token', 'command', 'service')),
  actor_id     bigint,
  actor_name   text        NOT NULL,
  action       text        NOT NULL,
  subject_kind text        NOT NULL,
  subject_id   text        NOT NULL,
  why          text        NOT NULL,
  before       jsonb,
  after        jsonb
);
CREATE INDEX audit_log_recent ON audit_log (at DESC, id DESC);
CREATE INDEX audit_log_of_subject ON audit_log (subject_kind, subject_id, id DESC);
CREATE INDEX audit_log_of_actor ON audit_log (actor_kind, actor_id, id DESC);
