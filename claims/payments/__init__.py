"""Who takes payments for us. No card number ever comes here: the provider's own page takes it."""

from django.conf import settings
from django.utils.module_loading import import_string

from claims.payments.provider import Provider


def provider() -> Provider | None:
    """The one that is configured; None where members pay by phone and by mail only."""
    return import_string(settings.PAYMENT_PROVIDER)() if settings.PAYMENT_PROVIDER else None
