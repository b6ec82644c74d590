"""What an estimate must never be made of: who the person is."""

import re

OF_A_PERSON = frozenset(
    {
        "address",
        "age",
        "birth",
        "birthdate",
        "birthday",
        "calls",
        "citizenship",
        "city",
        "country",
        "county",
        "diagnose",
        "diagnosis",
        "disability",
        "dob",
        "email",
        "ethnicity",
        "first_name",
        "gender",
        "guard",
        "guarded",
        "guarded_category",
        "health_status",
        "household",
        "income",
        "insured_name",
        "language",
        "last_name",
        "locale",
        "marital",
        "married",
        "member",
        "member_id",
        "nationality",
        "patient",
        "patient_id",
        "person",
        "phone",
        "postal",
        "postcode",
        "pregnancy",
        "race",
        "religion",
        "sex",
        "ssn",
        "street",
        "surname",
        "veteran",
        "zip",
        "zipcode",
    }
)


def of_a_person(column: str) -> bool:
    """Whether a column says who somebody is, by its name or a word of it.

    A diagnosis counts: what is guarded may not shape a date, and unknown counts as guarded.
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column).lower())
    return bool(OF_A_PERSON.intersection([*words, "_".join(words), "".join(words)]))
