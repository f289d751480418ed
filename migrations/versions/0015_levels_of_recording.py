"""A matter can also ask for photos, for sound, or for video without a single break (B-59)."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BEFORE = "recording IN ('none','process','whole')"
NOW = "recording IN ('none','photo','audio','process','whole','uninterrupted')"


def upgrade() -> None:
    """The rule is widened in one step; NOT VALID needs no look at the rows, which kept the narrower one."""
    op.execute("ALTER TABLE item DROP CONSTRAINT ck_item_recording")
    op.execute(f"ALTER TABLE item ADD CONSTRAINT ck_item_recording CHECK ({NOW}) NOT VALID")
    op.execute("ALTER TABLE item VALIDATE CONSTRAINT ck_item_recording")


def downgrade() -> None:
    """The nearest level that the older programme knows: sound becomes the key steps, photos ask for nothing."""
    op.execute("UPDATE item SET recording = 'whole' WHERE recording = 'uninterrupted'")
    op.execute("UPDATE item SET recording = 'process' WHERE recording = 'audio'")
    op.execute("UPDATE item SET recording = 'none' WHERE recording = 'photo'")
    op.execute("ALTER TABLE item DROP CONSTRAINT ck_item_recording")
    op.execute(f"ALTER TABLE item ADD CONSTRAINT ck_item_recording CHECK ({BEFORE})")
