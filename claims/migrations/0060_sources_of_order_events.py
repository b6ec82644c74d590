from django.db import migrations

# A column of its own for the foreign key would be one that no copy of a member's data explains. So
# the database looks once for each statement, which costs an import nothing per row.
GUARD = """
ALTER TABLE claims_orderevent DROP COLUMN outside_source;

CREATE FUNCTION claims_orderevent_has_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh
              WHERE fresh.source_id <> 'portal'
                AND NOT EXISTS (SELECT FROM claims_source known
                                 WHERE known.slug = fresh.source_id)) THEN
    RAISE foreign_key_violation USING MESSAGE = 'an order event has a source that we know';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER an_order_event_has_a_known_source AFTER INSERT ON claims_orderevent
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION claims_orderevent_has_source();
"""
BACK = """
DROP TRIGGER an_order_event_has_a_known_source ON claims_orderevent;
DROP FUNCTION claims_orderevent_has_source();
ALTER TABLE claims_orderevent
  ADD COLUMN outside_source varchar GENERATED ALWAYS AS (nullif(source_id, 'portal')) STORED
      CONSTRAINT an_order_event_has_a_known_source REFERENCES claims_source (slug);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0059_undated_by_source")]

    operations = [migrations.RunSQL(GUARD, BACK)]
