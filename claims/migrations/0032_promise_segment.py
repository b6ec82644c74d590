"""A segment may name a source, and names of sources are long."""

from django.db import migrations, models

SAID = (
    "member_id, claim_id, order_id, source_id, segment, number, kind, basis, part, due_on, said_on,"
    " said_at, seen, share, cases, model, was_on, delay"
)
# PostgreSQL changes no type of a column that a trigger looks at.
DROP = "DROP TRIGGER said_once ON claims_promise;"
GUARD = """
CREATE TRIGGER said_once BEFORE UPDATE ON claims_promise
    FOR EACH ROW WHEN (({old}) IS DISTINCT FROM ({new}))
    EXECUTE FUNCTION claims_refuse_change();
""".format(
    old=", ".join(f"OLD.{name.strip()}" for name in SAID.split(",")),
    new=", ".join(f"NEW.{name.strip()}" for name in SAID.split(",")),
)


class Migration(migrations.Migration):
    dependencies = (("claims", "0031_held_for_another_name"),)
    operations = (
        migrations.RunSQL(DROP, GUARD),
        migrations.AlterField(
            model_name="promise",
            name="segment",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.RunSQL(GUARD, DROP),
    )
