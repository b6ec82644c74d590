from django.db import migrations

# What a member says comes from the portal, which has no row among the sources.
SOURCE_EXISTS = """
ALTER TABLE claims_orderevent
  ADD COLUMN outside_source varchar GENERATED ALWAYS AS (nullif(source_id, 'portal')) STORED
      CONSTRAINT an_order_event_has_a_known_source REFERENCES claims_source (slug)
"""


class Migration(migrations.Migration):
    dependencies = (("claims", "0052_request_answer_read"),)

    operations = [
        migrations.RunSQL(
            SOURCE_EXISTS, "ALTER TABLE claims_orderevent DROP COLUMN outside_source"
        ),
    ]
