"""Who a session belongs to: the user and the member they are, in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class MemberBackend(AuthenticationBackend):
    """allauth's, except that reading ``user.member`` afterwards costs no query."""

    def get_user(self, user_id: Any) -> User | None:
        found = User.objects.select_related("member").filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None
