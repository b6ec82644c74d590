"""What lines and adjustments said goes into their events, as JSON without what was not said."""

from django.db import migrations

AMOUNTS = """billed allowed plan_paid member_owes written_off deductible copay coinsurance
not_covered other_payer_paid paid_by_member""".split()
WORDS = "description code code_system review_action unit network".split()
DAYS = "service_from service_to good_until".split()


def stated(pairs: dict[str, str]) -> str:
    """A JSON object of the columns that say something."""
    built = ", ".join(f"'{name}', {value}" for name, value in pairs.items())
    return f"jsonb_strip_nulls(jsonb_build_object({built}))"


ADJUSTMENT = stated({name: f'a."{name}"' for name in ("group", "carc", "cents", "quantity")})
MONEY = stated({name: f"l.{name}" for name in AMOUNTS})
LINE = stated(
    {"number": "l.number", "quantity": "l.quantity"}
    | {name: f"NULLIF(l.{name}, '')" for name in WORDS}
    | {name: f"l.{name}" for name in DAYS}
    | {
        "remarks": "NULLIF(to_jsonb(l.remarks), '[]')",
        "amounts": f"NULLIF({MONEY}, '{{}}')",
        "adjustments": f"""(SELECT jsonb_agg({ADJUSTMENT} ORDER BY a.id)
            FROM claims_claimadjustment a WHERE a.event_id = l.event_id AND a.line = l.number)""",
    },
)
MOVE = f"""
ALTER TABLE claims_claimevent DISABLE TRIGGER append_only;
UPDATE claims_claimevent e SET lines = told.lines
  FROM (SELECT l.event_id, json_agg({LINE} ORDER BY l.number) AS lines
          FROM claims_claimline l GROUP BY l.event_id) told
 WHERE told.event_id = e.id;
UPDATE claims_claimevent e SET adjustments = told.adjustments
  FROM (SELECT a.event_id, json_agg({ADJUSTMENT} ORDER BY a.id) AS adjustments
          FROM claims_claimadjustment a WHERE a.line IS NULL GROUP BY a.event_id) told
 WHERE told.event_id = e.id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE claims_claimevent ENABLE TRIGGER append_only;
"""
COLUMNS = ", ".join(["number", "quantity", *WORDS, *DAYS, "remarks", *AMOUNTS])
PARTS = ", ".join(
    ["(l->>'number')::int", "(l->>'quantity')::int"]
    + [f"coalesce(l->>'{name}', '')" for name in WORDS]
    + [f"(l->>'{name}')::date" for name in DAYS]
    + ["ARRAY(SELECT jsonb_array_elements_text(coalesce(l->'remarks', '[]')))"]
    + [f"(l->'amounts'->>'{name}')::bigint" for name in AMOUNTS]
)
TOLD = "a->>'group', a->>'carc', (a->>'cents')::bigint, (a->>'quantity')::int"
BACK = f"""
INSERT INTO claims_claimline (event_id, {COLUMNS})
SELECT id, {PARTS} FROM claims_claimevent, jsonb_array_elements(lines::jsonb) l;
INSERT INTO claims_claimadjustment (event_id, line, "group", carc, cents, quantity)
SELECT id, NULL, {TOLD} FROM claims_claimevent, jsonb_array_elements(adjustments::jsonb) a
UNION ALL
SELECT id, (l->>'number')::int, {TOLD}
  FROM claims_claimevent, jsonb_array_elements(lines::jsonb) l,
       jsonb_array_elements(coalesce(l->'adjustments', '[]')) a;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0011_claim_event_lines")]

    operations = [migrations.RunSQL(MOVE, BACK)]
