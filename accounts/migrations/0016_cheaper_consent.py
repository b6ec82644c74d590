"""The same ledger and the same gate for less: measured by tests/benchmarks/consent_benchmark.py.

`array_send` writes each element as its length and its bytes, NULL as -1, which is the form that
docs/consent.md says, behind a header of 20 bytes; in one call of C, where 22 functions in SQL were
planned anew in each transaction. The gate's function sets nothing unless it must wait.
"""

from django.db import migrations

WRITE = """
CREATE OR REPLACE FUNCTION accounts_consent_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last_seq int;
    last_hash bytea;
    last_at timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(accounts_consent_lock(NEW.subject));
    SELECT seq, hash, recorded_at INTO last_seq, last_hash, last_at FROM accounts_consentevent
     WHERE subject = NEW.subject ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last_seq, 0) + 1;
    NEW.previous := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
    NEW.nonce := uuid_send(gen_random_uuid());
    NEW.xact := pg_current_xact_id()::text::bigint;
    NEW.recorded_at := greatest(clock_timestamp(), last_at);
    NEW.effective_at := least(NEW.effective_at, NEW.recorded_at);
    NEW.hash := sha256(substring(array_send(ARRAY[
        convert_to('porchlight consent 1', 'UTF8'),
        convert_to(NEW.subject::text, 'UTF8'),
        convert_to(NEW.seq::text, 'UTF8'),
        convert_to(NEW.id::text, 'UTF8'),
        convert_to(NEW.xact::text, 'UTF8'),
        NEW.nonce,
        NEW.previous,
        convert_to(NEW.receipt::text, 'UTF8'),
        convert_to(NEW.key, 'UTF8'),
        convert_to(NEW.purpose, 'UTF8'),
        convert_to(NEW.category, 'UTF8'),
        convert_to(NEW.decision, 'UTF8'),
        convert_to((extract(epoch FROM NEW.recorded_at) * 1000000)::bigint::text, 'UTF8'),
        convert_to((extract(epoch FROM NEW.effective_at) * 1000000)::bigint::text, 'UTF8'),
        convert_to((extract(epoch FROM NEW.valid_until) * 1000000)::bigint::text, 'UTF8'),
        convert_to(NEW.version::text, 'UTF8'),
        NEW.wording,
        convert_to(NEW.language, 'UTF8'),
        convert_to(NEW.screen, 'UTF8'),
        convert_to(NEW.who, 'UTF8'),
        convert_to(NEW.through, 'UTF8'),
        convert_to(NEW."by"::text, 'UTF8')
    ]) FROM 21));
    RETURN NEW;
END $$;

DROP FUNCTION accounts_consent_form(accounts_consentevent);
DROP FUNCTION accounts_consent_field(text), accounts_consent_field(bigint),
    accounts_consent_field(timestamptz);
DROP FUNCTION accounts_consent_field(bytea);

DROP TRIGGER follows_the_ledger ON accounts_consentnow;
DROP FUNCTION accounts_consent_now_guard();
CREATE TRIGGER follows_the_ledger BEFORE INSERT OR UPDATE OR DELETE ON accounts_consentnow
    FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION accounts_refuse_change();
ALTER TABLE accounts_consentnow ENABLE ALWAYS TRIGGER follows_the_ledger;
"""
# It waits at most 2 seconds for whoever changes this member's consents, and says so in a row of
# its own when that was not enough: the caller's transaction goes on, without what it asked for.
STAND = """
DROP FUNCTION accounts_consent_stand;
CREATE FUNCTION accounts_consent_stand(of uuid, asked text, kind text)
RETURNS SETOF accounts_consentnow LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    member bigint := accounts_consent_lock(of);
    patience text;
    late accounts_consentnow;
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared(member) THEN
        BEGIN
            patience := current_setting('lock_timeout');
            PERFORM set_config('lock_timeout', '2s', true);
            PERFORM pg_advisory_xact_lock_shared(member);
            PERFORM set_config('lock_timeout', patience, true);
        EXCEPTION WHEN lock_not_available THEN
            late.purpose := 'unavailable';
            RETURN NEXT late;
            RETURN;
        END;
    END IF;
    RETURN QUERY SELECT * FROM accounts_consentnow
     WHERE subject = of
       AND (purpose, category) IN ((asked, kind), ('everything', 'everything'));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = (("accounts", "0014_audit_exports"),)
    operations = (migrations.RunSQL(WRITE + STAND),)
