from importlib import import_module

from django.db import migrations

# How many of a team are on a booked call is counted where each half hour begins, as calls do.
HAS_ROOM = """
CREATE FUNCTION outreach_has_room(the_team uuid, the_time tstzrange, besides uuid)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
      SELECT FROM outreach_team t,
             generate_series(lower(the_time), upper(the_time) - interval '1 minute',
                             interval '30 minutes') half
       WHERE t.id = the_team
         AND t.at_once <= (
             SELECT count(*) FROM outreach_specialist c
               JOIN outreach_booking b ON b.specialist_id = c.user_id
                    AND b.state = 'booked' AND b.during @> half
                    AND lower(b.during) > half - interval '1 day' AND lower(b.during) <= half
              WHERE c.team_id = t.id AND b.id IS DISTINCT FROM besides))
$$;
"""
# Whatever the search has seen may be old by now, so this says once more whether that specialist can
# call that member then about that, besides the booking that moves: one row where they can, none
# where not. Each of the member's calls and of the specialist's day is read once. Whoever asks locks
# first, in a statement before, so that this sees what those before us wrote. It is of SQL and gives
# rows because PostgreSQL then plans it as a part of the statement that asks.
IS_FREE = """
CREATE FUNCTION outreach_is_free(
    the_member uuid, the_specialist uuid, the_time tstzrange, the_topic text, besides uuid,
    at timestamptz
) RETURNS SETOF boolean LANGUAGE sql STABLE AS $$
    SELECT true
      FROM outreach_specialist s
     WHERE s.user_id = the_specialist
       AND NOT EXISTS (SELECT FROM outreach_timeoff t
                        WHERE t.specialist_id = the_specialist AND t.during && the_time)
       AND NOT EXISTS (SELECT FROM outreach_pause p
                        WHERE p.topic IN ('all', the_topic) AND p.ended_at IS NULL
                          AND p.during && the_time)
       AND NOT EXISTS (SELECT FROM outreach_hold h
                        WHERE h.specialist_id = the_specialist AND h.member_id <> the_member
                          AND h.until > outreach_is_free.at AND h.during && the_time)
       AND NOT EXISTS (SELECT FROM outreach_booking b
                        WHERE b.member_id = the_member AND b.state = 'booked'
                          AND b.during && the_time AND b.id IS DISTINCT FROM besides)
       AND (SELECT count(*) < s.daily_maximum
                   AND count(*) FILTER (WHERE b.state = 'booked' AND b.during && the_time) = 0
              FROM outreach_booking b
             WHERE b.specialist_id = the_specialist AND b.id IS DISTINCT FROM besides
               AND NOT b.state IN ('cancelled', 'lapsed')
               AND lower(b.during) >= date_trunc('day', lower(the_time), s.zone)
               AND lower(b.during) < (date_trunc('day', lower(the_time) AT TIME ZONE s.zone)
                                      + interval '1 day') AT TIME ZONE s.zone)
       AND (s.team_id IS NULL OR outreach_has_room(s.team_id, the_time, besides))
$$;
"""
# Locks as `outreach.scheduling.lock` does, as expressions because a query costs more. Then one
# statement writes the call, its record and, where nobody looked after that thing, who does now; and
# lets go of the time that was kept for the member while they told us what was missing. The checks are
# made under the locks, so nothing is left for ON CONFLICT, which would look into each index twice.
BOOK = """
CREATE FUNCTION outreach_book(
    the_member uuid, the_specialist uuid, the_time tstzrange, the_topic text, about text,
    about_id uuid, number text, may_say_who boolean, may_leave_voicemail boolean, by_way text,
    language text, talks text, in_zone text, says text, the_key uuid, why text[],
    at timestamptz, asked_by uuid, most integer
) RETURNS uuid LANGUAGE plpgsql SET plan_cache_mode TO force_generic_plan AS $$
DECLARE
    locked boolean;
    team uuid;
    booked uuid;
BEGIN
    locked := pg_advisory_xact_lock(uuid_hash_extended(the_member, 7)) IS NULL;
    locked := pg_advisory_xact_lock(uuid_hash_extended(the_specialist, 7)) IS NULL;
    SELECT team_id INTO team FROM outreach_specialist WHERE user_id = the_specialist;
    IF team IS NOT NULL THEN
        locked := pg_advisory_xact_lock(uuid_hash_extended(team, 7)) IS NULL;
    END IF;
    WITH made AS (
      INSERT INTO outreach_booking (
             member_id, specialist_id, during, state, subject, subject_id, phone, say_who,
             voicemail, way, interpreter_language, speaker, zone, note, key, reasons, sequence,
             tries, made_at)
      SELECT the_member, the_specialist, the_time, 'booked', about, about_id, number, may_say_who,
             may_leave_voicemail, by_way, language, talks, in_zone, says, the_key, why, 0, 0,
             outreach_book.at
        FROM outreach_is_free(
               the_member, the_specialist, the_time, the_topic, NULL, outreach_book.at)
       WHERE (SELECT count(*) < most
                     AND count(*) FILTER (WHERE b.subject = about
                                            AND b.subject_id IS NOT DISTINCT FROM about_id) = 0
                FROM outreach_booking b
               WHERE b.member_id = the_member AND b.state = 'booked')
      RETURNING id),
    noted AS (
      INSERT INTO outreach_bookingchange (booking_id, kind, at, by_id, specialist_id, during)
      SELECT id, 'made', outreach_book.at, asked_by, the_specialist, the_time FROM made),
    kept AS (
      INSERT INTO outreach_keeper (member_id, subject, subject_id, user_id, since)
      SELECT the_member, about, about_id, the_specialist, outreach_book.at FROM made
       WHERE about_id IS NOT NULL
          ON CONFLICT DO NOTHING),
    let_go AS (
      DELETE FROM outreach_hold
       WHERE member_id = the_member AND EXISTS (SELECT FROM made))
    SELECT id INTO booked FROM made;
    RETURN booked;
END
$$;
"""
FORGET = """
DROP FUNCTION outreach_book;
DROP FUNCTION outreach_is_free;
DROP FUNCTION IF EXISTS outreach_has_room;
"""
BEFORE = import_module("outreach.migrations.0027_holds_pauses_and_teams")


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0034_promises_kept"),
    ]

    operations = [
        migrations.RunSQL(FORGET, BEFORE.IS_FREE + BEFORE.BOOK),
        migrations.RunSQL(HAS_ROOM + IS_FREE + BOOK, FORGET),
    ]
