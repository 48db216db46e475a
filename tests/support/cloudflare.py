"""What Cloudflare's Email Address Obfuscation makes of a page, by its documentation.

It hides `mailto:` links and written addresses, except in the head, in scripts, `noscript`, `textarea` and `xmp`, in
other attributes, and between the comments `email_off` and `/email_off`
(developers.cloudflare.com/waf/tools/scrape-shield/email-address-obfuscation).
"""

import html
import re

_SPARED = re.compile(
    r"<!--email_off-->.*?<!--/email_off-->|<!--.*?-->|<(head|script|noscript|textarea|xmp)\b.*?</\1>",
    re.DOTALL | re.IGNORECASE,
)
_LINK = re.compile(r"""(?<=href=)(["']?)mailto:[^\s"'>]+\1""")
_WRITTEN = re.compile(r"(?<=[\s>(,:])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![^<]*>)")


def hidden(page: str) -> str:
    """Return a page with its mail addresses hidden."""
    parts, end = [], 0
    for spared in _SPARED.finditer(page):
        parts += [_hide(page[end : spared.start()]), spared[0]]
        end = spared.end()
    return "".join([*parts, _hide(page[end:])])


def _hide(part: str) -> str:
    part = re.sub("&(#64|#58|commat|colon);", lambda entity: html.unescape(entity[0]), part)
    part = _LINK.sub('"/cdn-cgi/l/email-protection#00"', part)
    return _WRITTEN.sub('<span class="__cf_email__" data-cfemail="00">[email&#160;protected]</span>', part)
