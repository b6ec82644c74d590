"""What a source said is deleted by a clearing that leaves word of it, and by nobody else."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION claims_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND accounts_is_swept(TG_TABLE_NAME) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
UNDO = """
CREATE OR REPLACE FUNCTION claims_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = (
        ("claims", "0027_promise"),
        ("accounts", "0011_clearing"),
    )
    operations = (migrations.RunSQL(FUNCTION, UNDO),)
