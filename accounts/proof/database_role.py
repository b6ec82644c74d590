"""The role that the portal signs in to its database as, where that is not the owner.

It reads and writes rows and changes no table, trigger or function: so whoever gets hold of the
portal's own password cannot switch off what guards the record. What it may do to the record's
tables stands here, and the guard's look expects just that.
"""

from typing import Any

from django.db import connection
from psycopg import sql

EVERYWHERE = ("SELECT", "INSERT", "UPDATE", "DELETE")
#: The database's own functions, which are the owner's, write what is missing here.
OF_THE_RECORD = {
    "accounts_accessrecord": ("SELECT", "INSERT", "DELETE"),
    "accounts_consentevent": ("SELECT", "INSERT"),
    "accounts_consentnow": ("SELECT",),
    "accounts_consentpruned": ("SELECT",),
    "accounts_use": ("SELECT", "INSERT", "DELETE"),
    "accounts_wording": ("SELECT", "INSERT"),
}
#: Whoever clears these tables locks rows first, which asks for the right to change a column. Their
#: triggers refuse the change itself.
LOCKED = {"accounts_accessrecord": "id", "accounts_use": "id"}

ROLE = """
SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication,
       pg_has_role(oid, current_user, 'MEMBER'),
       current_user = (SELECT pg_get_userbyid(datdba) FROM pg_database
                        WHERE datname = current_database())
FROM pg_roles WHERE rolname = %s
"""


class Unfit(Exception):
    """The role cannot be the portal's; the text says why."""


def grant(name: str) -> None:
    """Give this role what the portal needs, and take from it what it does not. Run as the owner of
    the database, after each migration; doing it twice changes nothing. Raises `Unfit`."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE, [name])
        if (found := cursor.fetchone()) is None:
            raise Unfit(f"There is no role {name}. Make it first: CREATE ROLE {name} LOGIN")
        is_mighty, is_owner, we_own = found
        if not we_own:
            raise Unfit("Only the owner of the database can do this: set DATABASE_URL to theirs.")
        if is_mighty or is_owner:
            raise Unfit(
                f"The role {name} could switch the guards off. Make another, without rights."
            )
        for statement in statements(name):
            cursor.execute(statement)


def statements(name: str) -> list[sql.Composed]:
    role = sql.Identifier(name)
    words = [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "REVOKE ALL ON SCHEMA public FROM {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT {everywhere} ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {everywhere} ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ]
    found = [sql.SQL(one).format(role=role, everywhere=listed(EVERYWHERE)) for one in words]
    for table, rights in OF_THE_RECORD.items():
        said: dict[str, Any] = {"role": role, "table": sql.Identifier(table)}
        found.append(sql.SQL("REVOKE ALL ON {table} FROM {role}").format(**said))
        found.append(
            sql.SQL("GRANT {rights} ON {table} TO {role}").format(**said, rights=listed(rights))
        )
    for table, column in LOCKED.items():
        said = {"role": role, "table": sql.Identifier(table), "column": sql.Identifier(column)}
        found.append(sql.SQL("GRANT UPDATE ({column}) ON {table} TO {role}").format(**said))
    return found


def listed(rights: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.SQL, rights))


def expected() -> list[str]:
    """The lines of the guard's look that are this role's."""
    whole = [
        f"grant on {table} to us: {right}"
        for table, rights in OF_THE_RECORD.items()
        for right in rights
    ]
    return whole + [f"grant on {table}.{column} to us: UPDATE" for table, column in LOCKED.items()]
