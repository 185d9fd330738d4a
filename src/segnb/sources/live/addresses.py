"""Where the producers' services are, and how often each may be asked until it says so itself."""

from collections.abc import Iterable

from segnb.vocabulary.errors import InvalidParams

ADDRESSES = {
    "scb": "https://statistikdatabasen.scb.se/api/v2",
    "kolada": "https://api.kolada.se/v3",
    "geodata": "https://geodata.scb.se/geoserver/stat/wfs",
    "folkhalsa": "https://fohm-app.folkhalsomyndigheten.se/Folkhalsodata/api/v1/sv",
    "skolverket": "https://siris.skolverket.se/siris/reports/export_api",
    "files": "",
}
# Calls in seconds. No number is published but SCB's, which is read from its /config.
RATES = {
    "scb": (3, 1.0),
    "kolada": (5, 1.0),
    "geodata": (2, 1.0),
    "folkhalsa": (10, 10.0),
    "skolverket": (1, 1.0),
    "files": (2, 1.0),
}


def with_addresses(given: Iterable[str]) -> dict[str, str]:
    """The addresses, some of them replaced by `API=URL` (a mirror, or a server for tests)."""
    found = dict(ADDRESSES)
    for text in given:
        api, _, url = text.partition("=")
        if api not in found or not url.startswith(("http://", "https://")):
            raise InvalidParams(
                f"The address {text!r} is not of the form API=URL, where API is one of "
                f"{', '.join(found)}."
            )
        found[api] = url.rstrip("/")
    return found
