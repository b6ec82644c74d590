"""How long we keep what, and why: one rule for every table, in the order in which rows may go.

Those that lead to others come first. `accounts.retention.complete` says which table has no rule.
"""

from accounts.retention.laws import LAWS, Law
from accounts.retention.rule import ALL, Asked, End, Group, Rule
from accounts.retention.rules_of_accounts import RULES as OF_ACCOUNTS
from accounts.retention.rules_of_claims import RULES as OF_CLAIMS
from accounts.retention.rules_of_outreach import RULES as OF_OUTREACH
from accounts.retention.rules_of_rights import RULES as OF_RIGHTS
from accounts.retention.rules_of_systems import RULES as OF_SYSTEMS

__all__ = ["ALL", "LAWS", "RULES", "Asked", "End", "Group", "Law", "Rule"]

RULES = {
    rule.model: rule for rule in (*OF_OUTREACH, *OF_CLAIMS, *OF_RIGHTS, *OF_ACCOUNTS, *OF_SYSTEMS)
}
"""By the label of the model."""
