"""Named steps that bring a database to the present schema; each runs once, in order."""

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "0001-events-names-items-settings",
        (
            """CREATE TABLE events (
                exercise_id VARCHAR(64) NOT NULL,
                seq INTEGER NOT NULL,
                body TEXT NOT NULL,
                previous CHAR(64) NOT NULL,
                sha256 CHAR(64) NOT NULL,
                PRIMARY KEY (exercise_id, seq)
            )""",
            """CREATE TABLE names (
                exercise_id VARCHAR(64) NOT NULL,
                participant_id VARCHAR(64) NOT NULL,
                name TEXT NOT NULL,
                PRIMARY KEY (exercise_id, participant_id)
            )""",
            """CREATE TABLE improvement_items (
                item_id VARCHAR(64) NOT NULL PRIMARY KEY,
                exercise_id VARCHAR(64) NOT NULL,
                body TEXT NOT NULL
            )""",
            """CREATE TABLE settings (
                name VARCHAR(200) NOT NULL PRIMARY KEY,
                content TEXT NOT NULL
            )""",
        ),
    ),
    (
        "0002-report-drafts",
        (
            """CREATE TABLE report_drafts (
                exercise_id VARCHAR(64) NOT NULL PRIMARY KEY,
                body TEXT NOT NULL
            )""",
        ),
    ),
    (
        "0003-point-decisions-feedback",
        (
            """CREATE TABLE point_decisions (
                exercise_id VARCHAR(64) NOT NULL,
                answer_seq INTEGER NOT NULL,
                point_id VARCHAR(120) NOT NULL,
                decided_by VARCHAR(64) NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (exercise_id, answer_seq, point_id, decided_by)
            )""",
            """CREATE TABLE feedback (
                exercise_id VARCHAR(64) NOT NULL,
                participant_id VARCHAR(64) NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (exercise_id, participant_id)
            )""",
        ),
    ),
    (
        "0004-documents",
        (
            """CREATE TABLE documents (
                kind VARCHAR(40) NOT NULL,
                exercise_id VARCHAR(64) NOT NULL,
                key VARCHAR(250) NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (kind, exercise_id, key)
            )""",
            "INSERT INTO documents SELECT 'item', exercise_id, item_id, body FROM improvement_items",
            "INSERT INTO documents SELECT 'wording', exercise_id, '', body FROM report_drafts",
            """INSERT INTO documents
                SELECT 'point', exercise_id,
                    CAST(answer_seq AS VARCHAR(20)) || ':' || point_id || ':' || decided_by, body
                FROM point_decisions""",
            "INSERT INTO documents SELECT 'feedback', exercise_id, participant_id, body FROM feedback",
            "DROP TABLE improvement_items",
            "DROP TABLE report_drafts",
            "DROP TABLE point_decisions",
            "DROP TABLE feedback",
        ),
    ),
)

KNOWN = tuple(name for name, _ in MIGRATIONS)
"""The names of all steps, in order."""
