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
)
