"""The record of who looked is guarded as the ledger of consent is: by no setting of a session
switched off, and never emptied. The officer relies on both alike."""

from django.db import migrations

GUARD = """
ALTER TABLE accounts_accessrecord ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON accounts_accessrecord
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change();
ALTER TABLE accounts_accessrecord ENABLE ALWAYS TRIGGER no_truncate;
"""
UNDO = """
DROP TRIGGER no_truncate ON accounts_accessrecord;
ALTER TABLE accounts_accessrecord ENABLE TRIGGER append_only;
"""


class Migration(migrations.Migration):
    dependencies = (("accounts", "0016_cheaper_consent"),)
    operations = (migrations.RunSQL(GUARD, UNDO),)
