"""The database itself refuses to change or delete what a source said."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION claims_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
TABLES = (
    "claims_claimevent",
    "claims_orderevent",
)
TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_change();
"""
# A ledger entry may learn which claim, order or statement it belongs to, and that the member
# disputes it; the money, its kind and its day stay as they were posted.
LEDGER = """
CREATE TRIGGER append_only_money BEFORE UPDATE ON claims_ledgerentry
    FOR EACH ROW WHEN (
        (OLD.balance_id, OLD.external_id, OLD.type, OLD.cents, OLD.effective_on, OLD.posted_at)
        IS DISTINCT FROM
        (NEW.balance_id, NEW.external_id, NEW.type, NEW.cents, NEW.effective_on, NEW.posted_at)
    ) EXECUTE FUNCTION claims_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE ON claims_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_change();
"""
UNDO = "DROP FUNCTION claims_refuse_change() CASCADE;"


class Migration(migrations.Migration):
    dependencies = (("claims", "0001_tables"),)
    operations = (
        migrations.RunSQL(FUNCTION, UNDO),
        *(migrations.RunSQL(TRIGGER.format(table=t), migrations.RunSQL.noop) for t in TABLES),
        migrations.RunSQL(LEDGER, migrations.RunSQL.noop),
    )
