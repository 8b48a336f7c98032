"""The tables of an engagement's file, and the steps that bring an older file to this version."""

from __future__ import annotations

from sqlalchemy import Integer, Text, column, table

APPLICATION_ID = 0x4F705341  # "OpSA" in the header of the file: `file opsassess.db` and the store know it by this

Step = tuple[str, ...]  # statements, run in one transaction together with the new version number

# Step n leads from version n - 1 to version n. A step that has been released is never edited.
# Why two triggers: the log is the record of what a client said, so no program changes it by accident.
MIGRATIONS: tuple[Step, ...] = (
    (
        """CREATE TABLE engagement (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            client TEXT NOT NULL,
            created TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE questionnaires (
            sha256 TEXT PRIMARY KEY,
            id TEXT NOT NULL,
            version TEXT NOT NULL,
            json TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE assessments (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE
        ) STRICT""",
        """CREATE TABLE events (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            assessment INTEGER NOT NULL REFERENCES assessments,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            questionnaire TEXT REFERENCES questionnaires,
            saved_at TEXT NOT NULL,
            editor TEXT NOT NULL,
            nonce TEXT,
            UNIQUE (assessment, editor, nonce)
        ) STRICT""",
        "CREATE TRIGGER events_stay BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are kept'); END",
        "CREATE TRIGGER events_hold BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are kept'); END",
    ),
    # Kinds "contested" and "note". Entries from before have no target: who asks for one has to look into them.
    (
        "ALTER TABLE events ADD COLUMN target TEXT",
        "CREATE INDEX events_by_target ON events (assessment, target, seq)",
    ),
)

ENGAGEMENT = table("engagement", column("one", Integer), column("client", Text), column("created", Text))
QUESTIONNAIRES = table(
    "questionnaires", column("sha256", Text), column("id", Text), column("version", Text), column("json", Text)
)
ASSESSMENTS = table("assessments", column("number", Integer), column("id", Text))
EVENTS = table(
    "events",
    column("seq", Integer),
    column("assessment", Integer),
    column("kind", Text),
    column("payload", Text),
    column("questionnaire", Text),  # of an event that begins to use one
    column("saved_at", Text),
    column("editor", Text),  # who or which view sent it; empty when nobody said
    column("nonce", Text),  # the sender's name for this change, so that sending it again stores nothing
    column("target", Text),  # what it is about, a JSON list (`opsassess.targets`); of an answer without its keys
)
