"""What carriers offer to those who wait for a parcel: one row a carrier."""

from django.utils.translation import gettext_noop as _

from claims.explanations.reason import Words

#: Where a carrier keeps a parcel that is on its way, for its owner to collect.
COLLECTED_AT: dict[str, Words] = {
    "ups": _("a UPS Access Point"),
    "fedex": _("a FedEx location"),
    "usps": _("your post office"),
    "canadapost": _("a post office"),
}


def collected_at(carrier: str) -> Words:
    """ "" for a carrier that keeps no parcels, or that we do not know."""
    return COLLECTED_AT.get(carrier.casefold().replace(" ", ""), "")
