"""The database itself refuses to change or delete the record of who looked."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_accessrecord
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
"""
UNDO = "DROP FUNCTION accounts_refuse_change() CASCADE;"


class Migration(migrations.Migration):
    dependencies = (("accounts", "0001_tables"),)
    operations = (migrations.RunSQL(REFUSE, UNDO),)
