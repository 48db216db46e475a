"""The content policy, and the headers of every answer: they say what a browser may do with a page.

The rules follow the headers' own specifications and the Web Security Cheat Sheets of OWASP.
"""

POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "img-src": "'self'",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
}
"""A page may load css, images and scripts of the site, but not inline ones.

`connect-src` lets Lighthouse 12 read robots.txt.
"""

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

HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NEVER_USED),
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer, including that for an unknown address. No other site learns anything about the visitor."""


def meta_policy(*, script: bool) -> str:
    """Return the policy for a `<meta>` in a page; it allows a script only if the page has one.

    A `<meta>` cannot say who may frame the page (CSP level 3, 3.3), so the headers do that.
    """
    left_out = {"frame-ancestors"} if script else {"frame-ancestors", "script-src"}
    return "; ".join(f"{name} {value}" for name, value in POLICY.items() if name not in left_out)
