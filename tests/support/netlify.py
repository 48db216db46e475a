"""What Netlify makes of the files that are meant for it, by its own readers."""

import json
import subprocess
from pathlib import Path
from typing import Any

from support.programs import NPM, npm, program

READERS = """
import {parseAllHeaders} from '@netlify/headers-parser';
import {parseAllRedirects} from '@netlify/redirect-parser';
const site = process.argv[1];
const {headers, errors} = await parseAllHeaders({headersFiles: [`${site}/_headers`], minimal: true});
const redirects = await parseAllRedirects({redirectsFiles: [`${site}/_redirects`], minimal: true});
console.log(JSON.stringify({headers, redirects: redirects.redirects, errors: [...errors, ...redirects.errors]}));
"""


def read_by_netlify(site: Path) -> dict[str, Any]:
    """The `headers` and `redirects` of a site, in which its readers find no mistake."""
    npm("@netlify/headers-parser/package.json")
    command = [program("node"), "--input-type=module", "--eval", READERS, str(site)]
    result = subprocess.run(command, cwd=NPM, capture_output=True, text=True, check=True)
    read: dict[str, Any] = json.loads(result.stdout)
    assert read["errors"] == []
    return read
