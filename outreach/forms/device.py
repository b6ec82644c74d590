"""A browser's own address for notifications, as its script hands it over."""

from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django import forms
from django.conf import settings

from outreach.channels.push_encryption import AUTH, CURVE, unpacked


class DeviceForm(forms.Form):
    """We send requests to ``endpoint``, so it must be one of the services that browsers use."""

    endpoint = forms.URLField(max_length=1000, assume_scheme="https")
    public = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)

    def clean_endpoint(self) -> str:
        endpoint = self.cleaned_data["endpoint"]
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
        if parts.scheme != "https" or parts.netloc.lower() != host or not is_service(host):
            raise forms.ValidationError("not a push service")
        return endpoint

    def clean_public(self) -> bytes:
        try:
            point = unpacked(self.cleaned_data["public"])
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
        except ValueError as wrong:
            raise forms.ValidationError("not a key") from wrong
        return point

    def clean_auth(self) -> bytes:
        try:
            auth = unpacked(self.cleaned_data["auth"])
        except ValueError as wrong:
            raise forms.ValidationError("not a secret") from wrong
        if len(auth) != AUTH:
            raise forms.ValidationError("not a secret")
        return auth


def is_service(host: str) -> bool:
    """An entry that begins with a dot stands for every name below it."""
    return any(
        host.endswith(one) if one.startswith(".") else host == one for one in settings.PUSH_SERVICES
    )
