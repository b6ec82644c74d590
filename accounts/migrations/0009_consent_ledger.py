"""The database itself writes what proves the consent ledger, and refuses to change it.

docs/consent.md says the same in words: the form that is hashed, and how to check it elsewhere.
Triggers are ENABLE ALWAYS, so that no setting of a session switches them off, and functions name
the schemas they use, so that nobody puts another table in the place of one of ours.
"""

from django.db import migrations

FORM = """
CREATE FUNCTION accounts_consent_lock(subject uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hashtextextended('consents of ' || subject::text, 0);

CREATE FUNCTION accounts_consent_field(bytes bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN bytes IS NULL THEN '\\xffffffff'::bytea
            ELSE int4send(octet_length(bytes)) || bytes END;

CREATE FUNCTION accounts_consent_field(words text) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN accounts_consent_field(convert_to(words, 'UTF8'));

CREATE FUNCTION accounts_consent_field(number bigint) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN accounts_consent_field(number::text);

CREATE FUNCTION accounts_consent_field(instant timestamptz) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN accounts_consent_field((extract(epoch FROM instant) * 1000000)::bigint);

CREATE FUNCTION accounts_consent_form(e accounts_consentevent) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN accounts_consent_field('porchlight consent 1'::text)
    || accounts_consent_field(e.subject::text)
    || accounts_consent_field(e.seq::bigint)
    || accounts_consent_field(e.id)
    || accounts_consent_field(e.xact)
    || accounts_consent_field(e.nonce)
    || accounts_consent_field(e.previous)
    || accounts_consent_field(e.receipt::text)
    || accounts_consent_field(e.key::text)
    || accounts_consent_field(e.purpose::text)
    || accounts_consent_field(e.category::text)
    || accounts_consent_field(e.decision::text)
    || accounts_consent_field(e.recorded_at)
    || accounts_consent_field(e.effective_at)
    || accounts_consent_field(e.valid_until)
    || accounts_consent_field(e.version::bigint)
    || accounts_consent_field(e.wording)
    || accounts_consent_field(e.language::text)
    || accounts_consent_field(e.screen::text)
    || accounts_consent_field(e.who::text)
    || accounts_consent_field(e.through::text)
    || accounts_consent_field(e.by::text);
"""
# An advisory lock, because a lock on the member's row would be written to disk at each use.
WRITE = """
CREATE FUNCTION accounts_consent_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(accounts_consent_lock(NEW.subject));
    SELECT seq, hash, recorded_at INTO last FROM accounts_consentevent
     WHERE subject = NEW.subject ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.previous := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
    NEW.nonce := uuid_send(gen_random_uuid());
    NEW.xact := pg_current_xact_id()::text::bigint;
    NEW.recorded_at := greatest(clock_timestamp(), last.recorded_at);
    NEW.effective_at := least(NEW.effective_at, NEW.recorded_at);
    NEW.hash := sha256(accounts_consent_form(NEW));
    RETURN NEW;
END $$;

CREATE FUNCTION accounts_consent_project() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO accounts_consentnow AS held
        (subject, purpose, category, event_id, decision, recorded_at, effective_at, valid_until,
         version, who, through)
    VALUES
        (NEW.subject, NEW.purpose, NEW.category, NEW.id, NEW.decision, NEW.recorded_at,
         NEW.effective_at, NEW.valid_until, NEW.version, NEW.who, NEW.through)
    ON CONFLICT (subject, purpose, category) DO UPDATE SET
        (event_id, decision, recorded_at, effective_at, valid_until, version, who, through) =
        (NEW.id, NEW.decision, NEW.recorded_at, NEW.effective_at, NEW.valid_until, NEW.version,
         NEW.who, NEW.through);
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_consent_now_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '% follows the ledger and nobody else', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE FUNCTION accounts_wording_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sha256 := sha256(convert_to(NEW.text, 'UTF8'));
    NEW.published_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_writes BEFORE INSERT ON accounts_consentevent
    FOR EACH ROW EXECUTE FUNCTION accounts_consent_write();
CREATE TRIGGER ledger_projects AFTER INSERT ON accounts_consentevent
    FOR EACH ROW EXECUTE FUNCTION accounts_consent_project();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_consentevent
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER follows_the_ledger BEFORE INSERT OR UPDATE OR DELETE ON accounts_consentnow
    FOR EACH ROW EXECUTE FUNCTION accounts_consent_now_guard();
CREATE TRIGGER sealed BEFORE INSERT ON accounts_wording
    FOR EACH ROW EXECUTE FUNCTION accounts_wording_seal();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_wording
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE ON accounts_use
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
-- What the law lets go after six years, the table of retention may take away.
CREATE TRIGGER kept_six_years BEFORE DELETE ON accounts_use
    FOR EACH ROW WHEN (OLD.used_at > now() - interval '6 years')
    EXECUTE FUNCTION accounts_refuse_change();
"""
NO_TRUNCATE = """
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change();
"""
ALWAYS = "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger};"
TRIGGERS = {
    "accounts_consentevent": ("ledger_writes", "ledger_projects", "append_only", "no_truncate"),
    "accounts_consentnow": ("follows_the_ledger", "no_truncate"),
    "accounts_wording": ("sealed", "append_only", "no_truncate"),
    "accounts_use": ("append_only", "kept_six_years", "no_truncate"),
}
# One statement for the gate: it waits for whoever changes this member's consents, and only then
# looks, so that it never decides by what stood before the waiting.
STAND = """
CREATE FUNCTION accounts_consent_stand(of uuid, asked text, kind text)
RETURNS SETOF accounts_consentnow
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s' AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(accounts_consent_lock(of));
    RETURN QUERY SELECT * FROM accounts_consentnow
     WHERE subject = of
       AND (purpose, category) IN ((asked, kind), ('everything', 'everything'));
END $$;
"""
UNDO = """
DROP FUNCTION accounts_consent_stand;
DROP FUNCTION accounts_consent_write CASCADE;
DROP FUNCTION accounts_consent_project CASCADE;
DROP FUNCTION accounts_consent_now_guard CASCADE;
DROP FUNCTION accounts_wording_seal CASCADE;
DROP FUNCTION accounts_consent_form;
DROP FUNCTION accounts_consent_field(bytea), accounts_consent_field(text),
    accounts_consent_field(bigint), accounts_consent_field(timestamptz) CASCADE;
DROP FUNCTION accounts_consent_lock;
"""


class Migration(migrations.Migration):
    dependencies = (("accounts", "0006_officer_audit"),)
    operations = (
        migrations.RunSQL(FORM + WRITE, UNDO),
        *(migrations.RunSQL(NO_TRUNCATE.format(table=t), "") for t in TRIGGERS),
        *(
            migrations.RunSQL(ALWAYS.format(table=table, trigger=trigger), "")
            for table, triggers in TRIGGERS.items()
            for trigger in triggers
        ),
        migrations.RunSQL(STAND, migrations.RunSQL.noop),
    )
