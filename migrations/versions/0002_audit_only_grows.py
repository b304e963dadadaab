"""Let the database itself refuse to change or delete an audit event."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER audit_event_no_{deed} BEFORE {deed} ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit events are only ever added'); END
"""
POSTGRESQL = (
    """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit events are only ever added'; END $$
""",
    """
CREATE TRIGGER audit_event_only_grows BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
""",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        statements = tuple(SQLITE.format(deed=deed) for deed in ("UPDATE", "DELETE"))
    else:
        statements = POSTGRESQL
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_event_no_UPDATE")
        op.execute("DROP TRIGGER audit_event_no_DELETE")
    else:
        op.execute("DROP TRIGGER audit_event_only_grows ON audit_event")
        op.execute("DROP FUNCTION refuse_audit_change()")
