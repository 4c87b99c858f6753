-- Bodies are JSON text, as in SQLite: it keeps every value as it was written, and jsonb cannot hold "\u0000".
-- COLLATE "C": equality and order by code point, whatever the locale of the database; an index over it survives an
-- upgrade of the system's collations.
-- `ordinal` orders rows that were created in the same millisecond.

CREATE TABLE persona (
  ordinal BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id TEXT COLLATE "C" NOT NULL,
  persona_id TEXT COLLATE "C" NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'system')),
  body TEXT NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  UNIQUE (workspace_id, persona_id)
);

CREATE INDEX persona_newest ON persona (workspace_id, created_at, ordinal);

-- Every append updates its row and none of its indexes: the free part of a page lets it do so in place.
CREATE TABLE conversation (
  ordinal BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id TEXT COLLATE "C" NOT NULL,
  conversation_id TEXT COLLATE "C" NOT NULL,
  persona_id TEXT COLLATE "C" NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'ended')),
  body TEXT NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL,
  epoch BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  seq_high_water BIGINT NOT NULL,
  UNIQUE (workspace_id, conversation_id)
) WITH (fillfactor = 70);

CREATE INDEX conversation_newest ON conversation (workspace_id, created_at, ordinal);

CREATE TABLE conversation_event (
  workspace_id TEXT COLLATE "C" NOT NULL,
  conversation_id TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  epoch BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (workspace_id, conversation_id, seq),
  FOREIGN KEY (workspace_id, conversation_id)
    REFERENCES conversation (workspace_id, conversation_id) ON DELETE CASCADE
);

CREATE TABLE api_key (
  ordinal BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  hash TEXT COLLATE "C" NOT NULL UNIQUE,
  created_at TEXT COLLATE "C" NOT NULL,
  UNIQUE (workspace_id, key_id)
);

-- One row, written by every readiness check.
CREATE TABLE store_check (
  id INTEGER PRIMARY KEY,
  times BIGINT NOT NULL
);

INSERT INTO store_check (id, times) VALUES (1, 0);
