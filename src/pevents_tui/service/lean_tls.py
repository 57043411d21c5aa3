"""What certificates a lean call trusts: those of botocore, or of a file that is named."""

from __future__ import annotations

import ssl
from importlib.util import find_spec
from pathlib import Path

from pevents_tui.service.unreached import Unreached


def context_of(bundle: str | None) -> ssl.SSLContext:
    """The context of a TLS connection.

    Args:
        bundle: A file of certificates, or a directory of them; None for those that botocore would trust.

    Raises:
        Unreached: the file cannot be read.
    """
    place = Path(bundle) if bundle else _usual()
    try:
        if place is not None and place.is_dir():
            return ssl.create_default_context(capath=str(place))
        return ssl.create_default_context(cafile=None if place is None else str(place))
    except OSError as error:  # ssl's own errors are among them
        raise Unreached(f"the CA bundle cannot be read: {place}: {error}", misconfigured=True) from None


def _usual() -> Path | None:
    """certifi's bundle where it is installed, else botocore's own, found without loading either."""
    for package in ("certifi", "botocore"):
        spec = find_spec(package)
        if spec is not None and spec.origin:
            place = Path(spec.origin).with_name("cacert.pem")
            if place.exists():
                return place
    return None
