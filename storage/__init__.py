"""Where interviews, answers, verdicts and messages are kept: SQLAlchemy Core over one database."""
