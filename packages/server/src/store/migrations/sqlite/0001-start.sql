-- Bodies are JSON text: it keeps every value as it was written, and PostgreSQL's jsonb cannot hold "\u0000".
-- `ordinal` orders rows that were created in the same millisecond.

CREATE TABLE persona (
  ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  persona_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'system')),
  body TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  revision INTEGER NOT NULL,
  UNIQUE (workspace_id, persona_id)
) STRICT;

CREATE INDEX persona_newest ON persona (workspace_id, created_at, ordinal);

CREATE TABLE conversation (
  ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  persona_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'ended')),
  body TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  seq_high_water INTEGER NOT NULL,
  UNIQUE (workspace_id, conversation_id)
) STRICT;

CREATE INDEX conversation_newest ON conversation (workspace_id, created_at, ordinal);

CREATE TABLE conversation_event (
  workspace_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (workspace_id, conversation_id, seq),
  FOREIGN KEY (workspace_id, conversation_id)
    REFERENCES conversation (workspace_id, conversation_id) ON DELETE CASCADE
) STRICT;

CREATE TABLE api_key (
  ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  key_id TEXT NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  UNIQUE (workspace_id, key_id)
) STRICT;

-- One row, written by every readiness check.
CREATE TABLE store_check (
  id INTEGER PRIMARY KEY,
  times INTEGER NOT NULL
) STRICT;

INSERT INTO store_check (id, times) VALUES (1, 0);
