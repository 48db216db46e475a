"""What a browser may do with the pages: the content policy, and the headers that go with every answer.

The rules follow the headers' own specifications and the Web Security Cheat Sheets of OWASP.
"""

from collections.abc import Mapping

POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "img-src": "'self'",
    "style-src": "'self'",
    "script-src": "'self'",
}
"""What a page may load and do: the brochure's own css, images and script; nothing else, and nothing inline."""

NEVER_USED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
"""Powers of a browser that no page asks for."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NEVER_USED),
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer, a page for an unknown address among them. Of the visitor no other site learns anything."""


def meta_policy(*, script: bool) -> str:
    """The policy as a page states it by itself; one without a script allows none.

    A `<meta>` cannot say who may frame the page (CSP level 3, 3.3), so that is left to the headers.
    """
    left_out = {"frame-ancestors"} if script else {"frame-ancestors", "script-src"}
    return "; ".join(f"{name} {value}" for name, value in POLICY.items() if name not in left_out)
