"""Members, as a plan's FHIR server says who they are and what covers them."""

import datetime as dt
from typing import Any

from portal.synthetic.dice import Dice, Table

# fmt: off
GIVEN = (
    "Ana", "Ben", "Carla", "Dev", "Elena", "Farid", "Grace", "Hana", "Ivan", "Jade", "Karim",
    "Lena", "Marco", "Nadia", "Olu", "Petra", "Quinn", "Rosa", "Sami", "Tara", "Uma", "Victor",
    "Wen", "Ximena", "Yusuf", "Zoe",
)
FAMILY = (
    "Alvarez", "Brooks", "Chen", "Diaz", "Evans", "Farouk", "Garcia", "Haddad", "Ito", "Johnson",
    "Kim", "Lopez", "Mbeki", "Nguyen", "Okafor", "Patel", "Quispe", "Rossi", "Singh", "Torres",
    "Ueda", "Vargas", "Walker", "Xu", "Young", "Zeller",
)
# fmt: on
LANGUAGES = Table({"en": 80, "es": 20})
PLANS = Table({"PPO-GOLD": 40, "HMO-SILVER": 35, "HDHP-BRONZE": 25})
MEMBER_NUMBER = "http://terminology.hl7.org/CodeSystem/v2-0203"


def number_of(person: int) -> str:
    return f"SYN-{person + 1:08}"


def patient(seed: int, person: int) -> dict[str, Any]:
    dice = Dice(seed, 1, person)
    given, family = dice.pick(GIVEN), dice.pick(FAMILY)
    born = dt.date(1936, 1, 1) + dt.timedelta(dice.between(0, 31_000))
    kind = {"coding": [{"system": MEMBER_NUMBER, "code": "MB"}]}
    language = {"coding": [{"system": "urn:ietf:bcp:47", "code": dice.of(LANGUAGES)}]}
    return {
        "resourceType": "Patient",
        "id": f"syn-{person + 1}",
        "identifier": [
            {"type": kind, "system": "https://plan.example/member", "value": number_of(person)}
        ],
        "name": [{"use": "official", "family": family, "given": [given]}],
        "telecom": [{"system": "email", "value": f"{number_of(person).lower()}@example.com"}],
        "birthDate": born.isoformat(),
        "communication": [{"language": language, "preferred": True}],
    }


def coverage(seed: int, person: int) -> dict[str, Any]:
    dice = Dice(seed, 2, person)
    plan = dice.of(PLANS)
    return {
        "resourceType": "Coverage",
        "id": f"syn-cov-{person + 1}",
        "status": "active",
        "subscriberId": number_of(person),
        "beneficiary": {"reference": f"Patient/syn-{person + 1}"},
        "period": {"start": f"{dice.between(2019, 2024)}-01-01"},
        "payor": [{"display": "Example Health Plan"}],
        "class": [
            {"type": {"coding": [{"code": "plan"}]}, "value": plan, "name": plan.replace("-", " ")}
        ],
    }
