"""Short secrets that the server must be able to read again, unreadable in a copy of the database.

The key is derived from SECRET_KEY, so nothing more needs to be kept safe. Who changes SECRET_KEY
names the old one in SECRET_KEY_FALLBACKS, or makes the secrets anew.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["InvalidToken", "decrypt", "encrypt"]


def encrypt(secret: str) -> bytes:
    return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(secret.encode())


def decrypt(encrypted: bytes) -> str:
    """Raise `InvalidToken` for what another SECRET_KEY encrypted, or what somebody changed."""
    box = _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return box.decrypt(bytes(encrypted)).decode()


@lru_cache(maxsize=4)
def _box(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    # The label keeps this key apart from every other use of SECRET_KEY.
    return HKDF(SHA256(), length=32, salt=None, info=b"porchlight encryption").derive(key.encode())
