"""What only the member's own browser can read (RFC 8291), and who we are (RFC 8292, VAPID).

The push service between sees neither the words nor the key.
"""

import datetime as dt
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096
LAST_RECORD = b"\x02"
POINT, SALT, KEY, NONCE, AUTH = 65, 16, 16, 12, 16  # bytes


def encrypted(
    plain: bytes,
    *,
    public: bytes,
    auth: bytes,
    salt: bytes | None = None,
    ours: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of the request. ``public`` and ``auth`` are the browser's; each message has a salt
    and a key pair of its own. Raises ValueError where ``public`` is no point of the curve."""
    salt, ours = salt or os.urandom(SALT), ours or ec.generate_private_key(CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)
    point = point_of(ours)
    shared = ours.exchange(ec.ECDH(), theirs)
    secret = derived(shared, auth, b"WebPush: info\x00" + public + point, 32)
    key = derived(secret, salt, b"Content-Encoding: aes128gcm\x00", KEY)
    nonce = derived(secret, salt, b"Content-Encoding: nonce\x00", NONCE)
    sealed = AESGCM(key).encrypt(nonce, plain + LAST_RECORD, None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(point)]) + point + sealed


def derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length=length, salt=salt, info=info).derive(secret)


def signed_claim(
    key: ec.EllipticCurvePrivateKey, *, service: str, contact: str, until: dt.datetime
) -> str:
    """The Authorization header for one push service, until then."""
    head = packed(msgspec.json.encode({"typ": "JWT", "alg": "ES256"}))
    claim = {"aud": service, "exp": int(until.timestamp()), "sub": contact}
    content = f"{head}.{packed(msgspec.json.encode(claim))}"
    r, s = decode_dss_signature(key.sign(content.encode(), ec.ECDSA(SHA256())))
    signature = packed(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={content}.{signature}, k={packed(point_of(key))}"


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Of 32 bytes in base64url, as most tools for VAPID write it. Raises ValueError."""
    secret = unpacked(text)
    if len(secret) != 32:
        raise ValueError("not 32 bytes")
    return ec.derive_private_key(int.from_bytes(secret, "big"), CURVE)


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def packed(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """Raises ValueError for what is no base64url."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
