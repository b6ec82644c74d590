"""Append-only tables let a row go to a clearing that says so, and a request ends when it is done.

What is cleared leaves a row of accounts_sweep in the same transaction: no record, no deletion.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION accounts_is_swept(swept text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_sweep WHERE transaction = txid_current() AND "table" = swept
    )
$$;
CREATE FUNCTION accounts_refuse_unswept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND accounts_is_swept(TG_TABLE_NAME) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER append_only ON accounts_accessrecord;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_accessrecord
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_unswept();
CREATE FUNCTION accounts_finish_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM accounts_datarequeststep WHERE request_id = NEW.id)
       OR EXISTS (
           SELECT 1 FROM accounts_datarequeststep WHERE request_id = NEW.id AND done_at IS NULL
       ) THEN
        RAISE EXCEPTION 'request % is not done: a step has not run', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER done_when_every_step_ran BEFORE INSERT OR UPDATE ON accounts_datarequest
    FOR EACH ROW WHEN (NEW.outcome = 'done') EXECUTE FUNCTION accounts_finish_request();
"""
UNDO = """
DROP FUNCTION accounts_finish_request() CASCADE;
DROP FUNCTION accounts_refuse_unswept() CASCADE;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_accessrecord
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
DROP FUNCTION accounts_is_swept(text);
"""


class Migration(migrations.Migration):
    dependencies = (("accounts", "0009_consent_ledger"),)
    operations = (migrations.RunSQL(FUNCTIONS, UNDO),)
