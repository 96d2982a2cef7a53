"""The table of outcomes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table and its indexes."""
    op.create_table(
        "outcomes",
        sa.Column("caller", sa.String(128), primary_key=True),
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("resolution_id", sa.String(64), nullable=False),
        sa.Column("cause_id", sa.String(128), nullable=False),
        sa.Column("remedy_id", sa.String(128), nullable=False),
        sa.Column("failed_remedy_ids", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("reported_by", sa.String(128), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rulebook_revision", sa.String(80), nullable=False),
    )
    op.create_index("outcomes_by_resolution", "outcomes", ["resolution_id"])
    op.create_index("outcomes_by_time", "outcomes", ["recorded_at"])


def downgrade() -> None:
    """Take the table away, with all that is in it."""
    op.drop_table("outcomes")
