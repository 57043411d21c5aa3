"""The schema, as numbered steps: `user_version` says how many a file has been through."""

from __future__ import annotations

import sqlite3

_FIRST = """
CREATE TABLE send (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_s REAL NOT NULL,
    word TEXT NOT NULL,
    kind TEXT NOT NULL,
    types TEXT NOT NULL,
    user TEXT,
    session TEXT,
    items TEXT NOT NULL,
    tracking_id TEXT NOT NULL,
    label TEXT NOT NULL,
    policy TEXT NOT NULL,
    request_id TEXT,
    message TEXT,
    rows INTEGER NOT NULL,
    latency_s REAL,
    attempts INTEGER NOT NULL,
    run TEXT,
    owner TEXT NOT NULL
) STRICT;
CREATE INDEX send_word ON send (word, id);
CREATE INDEX send_tracker ON send (tracking_id, id);
CREATE INDEX send_run ON send (run, id) WHERE run IS NOT NULL;
CREATE INDEX send_at ON send (at_s);
CREATE TABLE body (
    id INTEGER PRIMARY KEY REFERENCES send (id) ON DELETE CASCADE,
    call BLOB NOT NULL,
    target TEXT NOT NULL,
    outcome TEXT
) STRICT;
CREATE TABLE fact (
    what TEXT NOT NULL,
    value TEXT NOT NULL,
    id INTEGER NOT NULL REFERENCES send (id) ON DELETE CASCADE,
    PRIMARY KEY (what, value, id)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = 'trigram', columnsize = 0);
"""

_KNOWN_TYPES = """
CREATE TABLE known (
    tracking_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (tracking_id, kind, type)
) STRICT, WITHOUT ROWID;
INSERT INTO known
    SELECT DISTINCT send.tracking_id, send.kind, fact.value
    FROM fact JOIN send ON send.id = fact.id
    WHERE fact.what = 'type' AND send.word = 'accepted';
CREATE INDEX send_kind ON send (kind, id);
"""

_PAST_VALUES = """
CREATE TABLE past (
    tracking_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (tracking_id, kind, name, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX past_newest ON past (tracking_id, kind, name, id);
CREATE TABLE impression (
    tracking_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    list TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (tracking_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE unread (before INTEGER NOT NULL, least INTEGER NOT NULL) STRICT;
INSERT INTO unread SELECT coalesce(max(id), 0) + 1, max(coalesce(max(id), 0) - 50000, 0) FROM send;
"""

_EXCHANGE = """
ALTER TABLE body ADD COLUMN exchange BLOB;
"""

_MADE = """
ALTER TABLE body ADD COLUMN made TEXT;
"""

_REMARKS = """
ALTER TABLE send ADD COLUMN tags TEXT;
ALTER TABLE send ADD COLUMN note TEXT;
ALTER TABLE send ADD COLUMN worded INTEGER NOT NULL DEFAULT 1;
ALTER TABLE send ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
UPDATE send SET late = 1 WHERE id IN (
    SELECT id FROM (
        SELECT id, at_s, max(at_s) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newest
        FROM send
    ) WHERE at_s < newest);
CREATE INDEX send_late ON send (at_s, id) WHERE late = 1;
CREATE INDEX send_label ON send (label, id);
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _KNOWN_TYPES, _PAST_VALUES, _EXCHANGE, _REMARKS, _MADE)
"""One script a version; a file of version N gets those from the Nth on."""

LATEST = len(MIGRATIONS)
"""The version this program writes."""


def version(connection: sqlite3.Connection) -> int:
    """How many migrations a file has been through."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file to `LATEST`, each step whole or not at all; several processes may try at once."""
    while (at := version(connection)) < LATEST:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) == at:
                for statement in _statements(MIGRATIONS[at]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {at + 1:d}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit before it begins."""
    return [statement for statement in (part.strip() for part in script.split(";")) if statement]
