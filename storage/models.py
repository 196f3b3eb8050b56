"""The tables. Keys of team tables begin with the team, so that a schema can be split by team.

``teams``, ``spaces`` and ``links`` are the directory: they say which team an address belongs to, or
may. Leases and the installations of the Slack app are the program's. Everything else is a team's
own, and reached through ``storage.team_rows`` alone.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware time; kept in UTC without a zone, because SQLite knows none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into UTC."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


def _team() -> Column[str]:
    return Column("team_id", String(32), ForeignKey("teams.team_id"), primary_key=True)


teams = Table(
    "teams",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("verdict_address", String(300)),
    Column("retention_days", Integer),
    Column("created_at", Moment, nullable=False),
)

spaces = Table(
    "spaces",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("space", String(100), primary_key=True),
    Column("team_id", String(32), ForeignKey("teams.team_id"), nullable=False),
    Column("role", String(100)),
    Column("intake_open", Boolean, nullable=False),
)
"""``role`` is the platform's id of the role that makes somebody a member of the team there."""

links = Table(
    "links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("team_id", String(32), ForeignKey("teams.team_id"), nullable=False),
    Column("until", Moment, nullable=False),
)
"""Codes with which another space joins a team: what they hash to, never what they are."""

leases = Table(
    "leases",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("until", Moment, nullable=False),
    Column("owner", String(40)),
)
"""What one process at a time does, and until when nobody else may; its owner may go on."""


def _slack(name: str, *columns: Column[Any], by: tuple[str, ...]) -> Table:
    """A table as slack_sdk's stores for SQLAlchemy use it; what they call a team is a workspace.

    Tokens are longer here, for they may be sealed.
    """
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("client_id", String(32), nullable=False),
        Column("app_id", String(32), nullable=False),
        Column("enterprise_id", String(32)),
        Column("enterprise_name", String(200)),
        Column("team_id", String(32)),
        Column("team_name", String(200)),
        Column("bot_token", Text),
        Column("bot_id", String(32)),
        Column("bot_user_id", String(32)),
        Column("bot_scopes", String(1000)),
        Column("bot_refresh_token", Text),
        Column("bot_token_expires_at", DateTime),
        Column("is_enterprise_install", Boolean, nullable=False),
        Column("installed_at", DateTime, nullable=False),
        *columns,
        Index(f"{name}_idx", *by),
    )


slack_bots = _slack("slack_bots", by=("client_id", "enterprise_id", "team_id", "installed_at"))
slack_installations = _slack(
    "slack_installations",
    Column("enterprise_url", String(200)),
    Column("user_id", String(32), nullable=False),
    Column("user_token", Text),
    Column("user_scopes", String(1000)),
    Column("user_refresh_token", Text),
    Column("user_token_expires_at", DateTime),
    Column("incoming_webhook_url", String(200)),
    Column("incoming_webhook_channel", String(200)),
    Column("incoming_webhook_channel_id", String(200)),
    Column("incoming_webhook_configuration_url", String(200)),
    Column("token_type", String(32)),
    by=("client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
)
slack_oauth_states = Table(
    "slack_oauth_states",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("state", String(200), nullable=False),
    Column("expire_at", DateTime, nullable=False),
)

prospects = Table(
    "prospects",
    metadata,
    _team(),
    Column("prospect_id", String(32), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("name_key", String(300), nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("team_id", "name_key"),
)

profile_versions = Table(
    "profile_versions",
    metadata,
    _team(),
    Column("profile_id", String(32), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("document", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("team_id", "profile_id", "digest"),
)

interviews = Table(
    "interviews",
    metadata,
    _team(),
    Column("interview_id", String(32), primary_key=True),
    Column("prospect_id", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("profile_id", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("respondent", String(20), nullable=False),
    Column("language", String(20), nullable=False),
    Column("address", String(300), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("aside", String(20)),
    Column("changing", String(32)),
    Column("attempts", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("replaced", JSON(none_as_null=True)),
    Column("offered", JSON(none_as_null=True)),
    Column("revision", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["team_id", "prospect_id"], ["prospects.team_id", "prospects.prospect_id"]
    ),
    ForeignKeyConstraint(
        ["team_id", "profile_id", "version"],
        ["profile_versions.team_id", "profile_versions.profile_id", "profile_versions.version"],
    ),
    UniqueConstraint("team_id", "prospect_id", "number"),
    Index(None, "team_id", "changed_at"),
)

answers = Table(
    "answers",
    metadata,
    _team(),
    Column("interview_id", String(32), primary_key=True),
    Column("entry", Integer, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("trait", String(32), nullable=False),
    Column("response", JSON, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("superseded_at", Moment),
    ForeignKeyConstraint(
        ["team_id", "interview_id"], ["interviews.team_id", "interviews.interview_id"]
    ),
)
Index(
    "uq_answers_current",
    answers.c.team_id,
    answers.c.interview_id,
    answers.c.trait,
    unique=True,
    sqlite_where=text("superseded_at IS NULL"),
    postgresql_where=text("superseded_at IS NULL"),
)

verdicts = Table(
    "verdicts",
    metadata,
    _team(),
    Column("interview_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("verdict", String(20), nullable=False),
    Column("score", Text),
    Column("step", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["team_id", "interview_id"], ["interviews.team_id", "interviews.interview_id"]
    ),
)

conversations = Table(
    "conversations",
    metadata,
    _team(),
    Column("address", String(300), primary_key=True),
    Column("interview_id", String(32)),
    ForeignKeyConstraint(
        ["team_id", "interview_id"], ["interviews.team_id", "interviews.interview_id"]
    ),
    Index(None, "team_id", "interview_id"),
)
"""An address that is spoken at, and the interview that is talked about there, if there is one."""

inbox = Table(
    "inbox",
    metadata,
    _team(),
    Column("event_id", String(200), primary_key=True),
    Column("received_at", Moment, nullable=False),
    Index(None, "team_id", "received_at"),
)

outbox = Table(
    "outbox",
    metadata,
    _team(),
    Column("address", String(300), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("key", String(32), nullable=False),
    Column("platform", String(20), nullable=False),
    Column("interview_id", String(32)),
    Column("notice", Boolean, nullable=False),
    Column("asks", Boolean, nullable=False),
    Column("card", JSON(none_as_null=True)),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("doubtful", Boolean, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("reason", Text),
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("post", String(80)),
    Column("showing", String(20), nullable=False),
    Column("thread", String(80)),
    UniqueConstraint("team_id", "key"),
    ForeignKeyConstraint(
        ["team_id", "interview_id"], ["interviews.team_id", "interviews.interview_id"]
    ),
)
Index(None, outbox.c.team_id, outbox.c.interview_id)
Index(
    "ix_outbox_pending",
    outbox.c.team_id,
    outbox.c.address,
    outbox.c.number,
    sqlite_where=text("state = 'pending'"),
    postgresql_where=text("state = 'pending'"),
)

posts = Table(
    "posts",
    metadata,
    _team(),
    Column("address", String(300), primary_key=True),
    Column("post", String(80), primary_key=True),
    Column("message_id", String(100), primary_key=True),
    Column("interview_id", String(32)),
    Column("shown_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["team_id", "interview_id"], ["interviews.team_id", "interviews.interview_id"]
    ),
    Index(None, "team_id", "interview_id"),
    Index(None, "team_id", "post"),
)
"""Messages that stay in view and may be shown differently later, by the platform's ids."""

said = Table(
    "said",
    metadata,
    _team(),
    Column("address", String(300), primary_key=True),
    Column("message_id", String(100), primary_key=True),
    Column("interview_id", String(32), nullable=False),
    Column("trait", String(32), nullable=False),
    Column("first", String(100), nullable=False),
    Column("text", JSON, nullable=False),
    Column("said_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["team_id", "interview_id"], ["interviews.team_id", "interviews.interview_id"]
    ),
    Index(None, "team_id", "interview_id"),
)
"""What was typed to a question, so that it can be continued or corrected where it was typed."""

members = Table(
    "members",
    metadata,
    _team(),
    Column("address", String(300), primary_key=True),
    Column("language", String(20)),
    Column("zone", String(60)),
    Column("person", String(120)),
    Column("met_at", Moment),
    Column("room", String(100)),
    Column("thread", String(100)),
    Index(None, "person"),
)
"""What somebody has chosen; None where the platform's word stands.

Where direct messages do not say which team they are for, ``person`` says who it is whatever the
team, ``met_at`` when they were last spoken with for this one, ``room`` the channel where that was,
and ``thread`` the one that takes the place of their direct messages.
"""

blocked = Table(
    "blocked",
    metadata,
    _team(),
    Column("address", String(300), primary_key=True),
    Column("created_at", Moment, nullable=False),
)
"""Who may not come in any more."""

reminders = Table(
    "reminders",
    metadata,
    _team(),
    Column("interview_id", String(32), primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("times", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["team_id", "interview_id"], ["interviews.team_id", "interviews.interview_id"]
    ),
    Index(None, "due_at"),
)
"""When to look whether an interview has gone quiet; ``times`` it was reminded of."""

audit_log = Table(
    "audit_log",
    metadata,
    _team(),
    Column("entry_id", String(32), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(300), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(60), nullable=False),
    Index(None, "team_id", "at"),
)
"""Who did what to what, by their ids: never what anything says."""
