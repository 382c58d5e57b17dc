-- Rules on the desk: pauses, the look of a second person, and the rules' own test cases.

CREATE TABLE rule_pauses (
  rule_id   text        PRIMARY KEY REFERENCES rules,
  paused_at timestamptz NOT NULL,
  paused_by text        NOT NULL,
  ends_at   timestamptz,                     -- null: until somebody resumes it
  why       text        NOT NULL
);

ALTER TABLE rules ADD COLUMN demands_review boolean NOT NULL DEFAULT false;
CREATE OR REPLACE VIEW listed_rules AS SELECT * FROM rules WHERE NOT built_in;

-- A rule as somebody wants it, until a second person approves or declines it. The rule itself need not exist yet.
CREATE TABLE rule_drafts (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule_id     text        NOT NULL,
  based_on    integer,                       -- the revision that its author saw; null: there was none
  definition  jsonb       NOT NULL,
  author_kind text        NOT NULL,
  author_id   bigint,
  author_name text        NOT NULL,
  why         text        NOT NULL,
  made_at     timestamptz NOT NULL,
  outcome     text        CHECK (outcome IN ('approved', 'declined')),
  settled_at  timestamptz,
  CHECK ((outcome IS NULL) = (settled_at IS NULL))
);
CREATE INDEX rule_drafts_waiting ON rule_drafts (rule_id, id) WHERE settled_at IS NULL;

-- Texts that a rule must match, or must not: copies, since articles go with retention.
CREATE TABLE rule_cases (
  id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule_id       text        NOT NULL REFERENCES rules,
  must_match    boolean     NOT NULL,
  title         text        NOT NULL,
  body          text        NOT NULL,
  lang          text,
  outlet_name   text        NOT NULL,
  outlet_domain text,
  published_iso text,
  added_at      timestamptz NOT NULL,
  added_by      text        NOT NULL
);
CREATE INDEX rule_cases_of_rule ON rule_cases (rule_id, id);
