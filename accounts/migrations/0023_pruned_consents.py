"""The ledger lets the content of a row go in one way: by a clearing that says so, and its digest
stays in its place.

A row that stands is never let go, so that what we may do never rests on a row that nobody can read.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

LET_GO = """
CREATE FUNCTION accounts_consent_let_go() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    swept accounts_sweep;
BEGIN
    SELECT * INTO swept FROM accounts_sweep
     WHERE transaction = txid_current() AND "table" = TG_TABLE_NAME LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM accounts_consentevent AS later
                    WHERE later.subject = OLD.subject AND later.purpose = OLD.purpose
                      AND later.category = OLD.category AND later.seq > OLD.seq) THEN
        RAISE EXCEPTION 'row % stands, and is not let go', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    INSERT INTO accounts_consentpruned (id, xact, subject, seq, hash, rule)
    VALUES (OLD.id, OLD.xact, OLD.subject, OLD.seq, OLD.hash,
            CASE WHEN swept.request_id IS NULL THEN 'aged' ELSE 'asked' END);
    RETURN OLD;
END $$;

CREATE FUNCTION accounts_consent_prune(events bigint[]) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (DELETE FROM accounts_consentevent WHERE id = ANY(events) RETURNING id)
    SELECT count(*) FROM gone
$$;

DROP TRIGGER append_only ON accounts_consentevent;
CREATE TRIGGER append_only BEFORE UPDATE ON accounts_consentevent
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER leaves_its_digest BEFORE DELETE ON accounts_consentevent
    FOR EACH ROW EXECUTE FUNCTION accounts_consent_let_go();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_consentpruned
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER follows_the_ledger BEFORE INSERT ON accounts_consentpruned
    FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON accounts_consentpruned
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change();
ALTER TABLE accounts_consentevent ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE accounts_consentevent ENABLE ALWAYS TRIGGER leaves_its_digest;
ALTER TABLE accounts_consentpruned ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE accounts_consentpruned ENABLE ALWAYS TRIGGER follows_the_ledger;
ALTER TABLE accounts_consentpruned ENABLE ALWAYS TRIGGER no_truncate;
"""
UNDO = """
DROP TRIGGER append_only ON accounts_consentevent;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_consentevent
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
ALTER TABLE accounts_consentevent ENABLE ALWAYS TRIGGER append_only;
DROP FUNCTION accounts_consent_prune(bigint[]);
DROP FUNCTION accounts_consent_let_go() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = (("accounts", "0017_record_of_looks"),)
    operations = (
        migrations.CreateModel(
            name="ConsentPruned",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("xact", models.BigIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "rule",
                    models.CharField(choices=[("aged", "Aged"), ("asked", "Asked")], max_length=10),
                ),
                (
                    "pruned_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_column="subject",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                        to_field="subject",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "consents pruned",
                "indexes": [models.Index("xact", "id", name="pruned_rows_in_sealed_order")],
                "constraints": [
                    models.UniqueConstraint("subject", "seq", name="pruned_rows_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(rule__in=["aged", "asked"]),
                        name="a_row_is_pruned_by_a_rule",
                    ),
                ],
            },
        ),
        migrations.RunSQL(LET_GO, UNDO),
    )
