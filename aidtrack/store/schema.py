"""The tables, by hand: STRICT, with checks; what comes in is SQL text, what goes out is a database's shape.

Evidence (article, sighting), facts (statement, mention, package) and decisions (judgement) are three layers.
No foreign key leads into judgements, and triggers refuse to change or delete them.
"""

APPLICATION_ID = 0x41494454  # "AIDT"
VERSION = 1

_KINDS = "('announced', 'expected', 'proposed', 'envelope', 'cumulative')"
_QUALIFIERS = "('exact', 'about', 'over', 'up_to')"
_PUBLISHED_FROM = "('header', 'metadata', 'url', 'text', 'given', 'inferred', 'none')"
_JSON = "TEXT NOT NULL DEFAULT '[]'"


def _amount(column: str, null: str = "NOT NULL") -> str:
    """An amount is an integer in whole units; 10**15 is beyond any aid and well within 64 bits."""
    return f"{column} INTEGER {null} CHECK ({column} BETWEEN 0 AND 1000000000000000)"


def _date(column: str) -> str:
    """A date is a year, a month or a day."""
    pattern = "[0-9][0-9][0-9][0-9]"
    month, day = "-[0-9][0-9]", "-[0-9][0-9]"
    forms = " OR ".join(
        f"{column} GLOB '{form}'" for form in (pattern, pattern + month, pattern + month + day)
    )
    return f"{column} TEXT CHECK ({column} IS NULL OR {forms})"


FIRST_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started TEXT NOT NULL,
        finished TEXT,
        version TEXT NOT NULL,
        rules TEXT NOT NULL,
        counts TEXT NOT NULL DEFAULT '{}'
    ) STRICT""",
    """CREATE TABLE failure (
        run INTEGER NOT NULL REFERENCES run(id),
        path TEXT NOT NULL,
        why TEXT NOT NULL,
        code INTEGER NOT NULL
    ) STRICT""",
    f"""CREATE TABLE article (
        id TEXT PRIMARY KEY CHECK (length(id) = 16),
        text TEXT NOT NULL,
        text_digest TEXT NOT NULL CHECK (length(text_digest) = 64),
        path TEXT,
        url TEXT,
        publisher TEXT,
        title TEXT,
        {_date("published")},
        published_from TEXT NOT NULL CHECK (published_from IN {_PUBLISHED_FROM}),
        body_start INTEGER NOT NULL CHECK (body_start >= 0),
        "window" TEXT,
        rules TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run(id)
    ) STRICT""",
    f"""CREATE TABLE sighting (
        article TEXT NOT NULL REFERENCES article(id),
        path TEXT NOT NULL,
        url TEXT,
        publisher TEXT,
        title TEXT,
        {_date("published")},
        published_from TEXT NOT NULL CHECK (published_from IN {_PUBLISHED_FROM}),
        run INTEGER NOT NULL REFERENCES run(id),
        PRIMARY KEY (article, path)
    ) STRICT""",
    f"""CREATE TABLE statement (
        id TEXT PRIMARY KEY,
        article TEXT NOT NULL REFERENCES article(id),
        kind TEXT NOT NULL CHECK (kind IN {_KINDS}),
        donor TEXT,
        recipient TEXT,
        {_amount("amount")},
        {_amount("amount_low", "")},
        currency TEXT NOT NULL CHECK (length(currency) = 3),
        qualifier TEXT NOT NULL CHECK (qualifier IN {_QUALIFIERS}),
        aid_type TEXT NOT NULL,
        channel TEXT,
        {_date("date")},
        date_window TEXT,
        {_date("since")},
        tranche INTEGER,
        parts {_JSON},
        equivalents {_JSON},
        rules {_JSON},
        evidence TEXT NOT NULL,
        start INTEGER NOT NULL CHECK (start >= 0),
        "end" INTEGER NOT NULL CHECK ("end" > start),
        amount_start INTEGER NOT NULL CHECK (amount_start >= 0),
        amount_end INTEGER NOT NULL CHECK (amount_end > amount_start),
        block TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX statement_article ON statement (article)",
    "CREATE INDEX statement_block ON statement (block)",
    f"""CREATE TABLE mention (
        article TEXT NOT NULL REFERENCES article(id),
        start INTEGER NOT NULL CHECK (start >= 0),
        "end" INTEGER NOT NULL CHECK ("end" > start),
        amount INTEGER NOT NULL CHECK (amount >= 0),
        amount_low INTEGER,
        currency TEXT,
        qualifier TEXT NOT NULL CHECK (qualifier IN {_QUALIFIERS}),
        outcome TEXT NOT NULL
            CHECK (outcome IN ('statement', 'part', 'equivalent', 'repeat', 'excluded', 'unexplained')),
        rule TEXT NOT NULL,
        statement TEXT
    ) STRICT""",
    "CREATE INDEX mention_article ON mention (article)",
    f"""CREATE TABLE package (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN {_KINDS}),
        donor TEXT,
        recipient TEXT,
        {_amount("amount")},
        {_amount("amount_low")},
        {_amount("amount_high", "")},
        currency TEXT NOT NULL CHECK (length(currency) = 3),
        qualifier TEXT NOT NULL CHECK (qualifier IN {_QUALIFIERS}),
        aid_type TEXT NOT NULL,
        channels {_JSON},
        {_date("date")},
        {_date("date_earliest")},
        {_date("date_latest")},
        tranche INTEGER,
        status TEXT NOT NULL CHECK (status IN ('auto', 'review', 'confirmed', 'rejected')),
        flags {_JSON},
        draws_on TEXT,
        part_of TEXT,
        revises TEXT,
        counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
        why_not_counted TEXT,
        block TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX package_block ON package (block)",
    """CREATE TABLE package_link (
        package TEXT NOT NULL REFERENCES package(id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL,
        statement TEXT NOT NULL REFERENCES statement(id) DEFERRABLE INITIALLY DEFERRED,
        role TEXT NOT NULL CHECK (role IN ('whole', 'part', 'preview', 'recall')),
        reasons TEXT NOT NULL DEFAULT '[]',
        PRIMARY KEY (package, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX package_link_statement ON package_link (statement)",
    """CREATE TABLE judgement (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        verdict TEXT NOT NULL,
        targets TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        why TEXT NOT NULL,
        field TEXT,
        old TEXT,
        value TEXT,
        undoes INTEGER REFERENCES judgement(sequence),
        extra TEXT NOT NULL
    ) STRICT""",
)

# A database of ours has no other triggers: one in a file that somebody handed over could undo decisions.
TRIGGERS = {
    f"{table}_no_{verb.lower()}": (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    for table, verb in (
        ("judgement", "UPDATE"),
        ("judgement", "DELETE"),
        ("run", "DELETE"),
        ("article", "DELETE"),
    )
}
