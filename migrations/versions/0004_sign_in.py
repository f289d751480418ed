"""Passkeys, invitations, contacts, notices, how a session was proved; visits kept apart because of a revoked device."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROLES = "'officer','assistant','reviewer','supervisor','expert','department','head','bureau','admin','maintenance'"
OLD_ROLES = "'officer','supervisor','department','head','bureau','admin'"


def upgrade() -> None:
    _people()
    _sessions()
    _tries()
    _proofs()
    _private()
    _quarantine()


def downgrade() -> None:
    """People whose role or missing account the old shape cannot say are refused by its constraints."""
    op.drop_table("quarantine")
    for table in ("notice_accepted", "sealed_number", "contact", "invitation", "challenge", "passkey", "known_browser"):
        op.drop_table(table, schema="identity")
    op.drop_table("sign_in_tries", schema="identity")
    _old_attempts()
    op.drop_column("device", "browser", schema="identity")
    for column in ("browser", "device_id", "stepped_up_at", "proof", "seen_at", "idle_minutes"):
        op.drop_column("session", column, schema="identity")
    for column in ("erased_at", "ended_at", "one_time_until"):
        op.drop_column("person", column, schema="identity")
    op.alter_column("person", "password_hash", nullable=False, schema="identity")
    op.alter_column("person", "login", nullable=False, schema="identity")
    _roles(OLD_ROLES)


def _people() -> None:
    _roles(ROLES)
    op.alter_column("person", "login", nullable=True, schema="identity")
    op.alter_column("person", "password_hash", nullable=True, schema="identity")
    for column in ("one_time_until", "ended_at", "erased_at"):
        op.add_column("person", _moment(column, nullable=True), schema="identity")


def _roles(roles: str) -> None:
    op.execute("ALTER TABLE identity.person DROP CONSTRAINT IF EXISTS ck_person_role")
    op.execute(f"ALTER TABLE identity.person ADD CONSTRAINT ck_person_role CHECK (role IN ({roles}))")


def _sessions() -> None:
    for column in (
        sa.Column("idle_minutes", sa.Integer(), nullable=True),
        _moment("seen_at", nullable=True),
        sa.Column("proof", sa.Text(), server_default="password", nullable=False),
        _moment("stepped_up_at", nullable=True),
        sa.Column("device_id", sa.UUID(), nullable=True),
        sa.Column("browser", sa.Text(), server_default="", nullable=False),
    ):
        op.add_column("session", column, schema="identity")
    op.create_check_constraint(
        op.f("ck_session_proof"), "session", "proof IN ('password','passkey')", schema="identity"
    )
    op.create_foreign_key(
        op.f("fk_session_device_id"), "session", "device", ["device_id"], ["id"],
        source_schema="identity", referent_schema="identity",
    )  # fmt: skip
    op.create_index(op.f("ix_session_device_id"), "session", ["device_id"], schema="identity")
    op.add_column("device", sa.Column("browser", sa.Text(), server_default="", nullable=False), schema="identity")


def _tries() -> None:
    op.drop_table("sign_in_attempt", schema="identity")
    op.create_table(
        "sign_in_tries",
        sa.Column("bucket", sa.LargeBinary(), nullable=False),
        sa.Column("moments", postgresql.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        _moment("last_at"),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_sign_in_tries")),
        schema="identity",
    )
    op.create_index("ix_sign_in_tries_last_at", "sign_in_tries", ["last_at"], schema="identity")


def _proofs() -> None:
    op.create_table(
        "known_browser",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _person("person_id", "known_browser"),
        _moment("last_at"),
        sa.PrimaryKeyConstraint("token_hash", "person_id", name=op.f("pk_known_browser")),
        schema="identity",
    )
    op.create_index("ix_known_browser_person_id", "known_browser", ["person_id"], schema="identity")
    op.create_table(
        "passkey",
        sa.Column("id", sa.UUID(), nullable=False),
        _person("person_id", "passkey"),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("synced", sa.Boolean(), nullable=False),
        _moment("made_at"),
        _moment("last_used_at", nullable=True),
        _moment("revoked_at", nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
        schema="identity",
    )
    op.create_index("ix_passkey_person_id", "passkey", ["person_id"], schema="identity")
    op.create_table(
        "challenge",
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("bound_to", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("challenge", name=op.f("pk_challenge")),
        schema="identity",
    )
    op.create_index("ix_challenge_made_at", "challenge", ["made_at"], schema="identity")
    op.create_table(
        "invitation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _person("person_id", "invitation"),
        _person("made_by", "invitation"),
        _moment("made_at"),
        _moment("expires_at"),
        _moment("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        schema="identity",
    )
    op.create_index("ix_invitation_person_id", "invitation", ["person_id"], schema="identity")


def _private() -> None:
    op.create_table(
        "contact",
        _person("person_id", "contact"),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_mac", sa.LargeBinary(), nullable=False),
        _moment("changed_at"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_contact")),
        schema="identity",
    )
    op.create_index("ix_contact_phone_mac", "contact", ["phone_mac"], schema="identity")
    op.create_table(
        "sealed_number",
        _person("person_id", "sealed_number"),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("number_mac", sa.LargeBinary(), nullable=False),
        _moment("changed_at"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_sealed_number")),
        schema="identity",
    )
    op.create_index("ix_sealed_number_number_mac", "sealed_number", ["number_mac"], schema="identity")
    op.create_table(
        "notice_accepted",
        _person("person_id", "notice_accepted"),
        sa.Column("version", sa.Text(), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("person_id", "version", name=op.f("pk_notice_accepted")),
        schema="identity",
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("device_id", sa.UUID(), nullable=False),
        _moment("at"),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        _moment("decided_at", nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("decision IN ('counts','discarded')", name=op.f("ck_quarantine_decision")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_quarantine_inspection_id")),
        sa.ForeignKeyConstraint(["device_id"], ["identity.device.id"], name=op.f("fk_quarantine_device_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["identity.person.id"], name=op.f("fk_quarantine_decided_by")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_quarantine")),
    )


def _old_attempts() -> None:
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("login_hash", sa.LargeBinary(), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
        schema="identity",
    )
    op.create_index("ix_sign_in_attempt_login_hash_at", "sign_in_attempt", ["login_hash", "at"], schema="identity")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _person(name: str, table: str) -> sa.Column[object]:
    key = sa.ForeignKey("identity.person.id", name=f"fk_{table}_{name}")
    return sa.Column(name, sa.UUID(), key, nullable=False)
