-- The installation's own facts; one row.
CREATE TABLE meta (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  epoch  TEXT NOT NULL,
  nonce  TEXT NOT NULL,
  secret BLOB NOT NULL
) STRICT;

-- A log's row is never deleted: its numbers must not be used again.
CREATE TABLE log (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,
  folded TEXT NOT NULL,                -- the name without case, for the directory's search
  head   INTEGER NOT NULL,
  floor  INTEGER NOT NULL DEFAULT 0,
  scrub  INTEGER NOT NULL DEFAULT 0,
  listed INTEGER NOT NULL,
  shared TEXT UNIQUE,                  -- its readers as one key, so that a circle has one log
  turn   INTEGER NOT NULL              -- counts writes of all logs: the newest has the highest
) STRICT;
CREATE INDEX log_turn ON log (listed, turn);

CREATE TABLE reader (
  person TEXT NOT NULL,
  log    INTEGER NOT NULL REFERENCES log (number),
  PRIMARY KEY (person, log)
) STRICT, WITHOUT ROWID;
CREATE INDEX reader_log ON reader (log);

CREATE TABLE entry (
  id     INTEGER PRIMARY KEY,          -- log number << 36 | number in the log: a page is a range
  time   INTEGER NOT NULL,
  author TEXT NOT NULL,
  body   BLOB NOT NULL,
  cut    TEXT
) STRICT;

-- The key first: keys that grow with time then append instead of landing everywhere.
CREATE TABLE sent (
  key    TEXT NOT NULL,
  log    INTEGER NOT NULL,
  sender TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  time   INTEGER NOT NULL,
  mac    BLOB NOT NULL,
  PRIMARY KEY (key, log, sender)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
