"""Write a ZIP for each system. Its start script needs nothing on the computer, and a network only the first time.

The generator is in a folder named by the digest of its files, so that a new version can be unpacked over an old one.
"""

import codecs
import re
import stat
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from brochure.author.problems import ContentError, Problem
from brochure.cache import digest
from brochure.git import commit_time, tracked_files

_WANTED = re.compile(r"(content|docs|hooks|overrides)/.+|LICENSE|mkdocs\.yml")
REQUIREMENTS = ("requirements.txt", "requirements-publish.txt")
"""The package has them in one file. An environment is named by the digest of that file and the script."""
_SOURCES = "docs/templates/package/"
_README = "LUE MINUT.txt"


SYSTEMS = {
    "windows-x64": ("win_amd64", "Aloita.bat"),
    "macos-arm64": ("macosx_11_0_arm64", "Aloita.command"),
    "macos-x64": ("macosx_10_12_x86_64", "Aloita.command"),
    "linux-x64": ("manylinux2014_x86_64", "aloita.sh"),
}
"""The tag of uv's wheel, and the name of the start script, for each system."""


def write_packages(root: Path, language: str) -> Iterator[Path]:
    """Write and yield the packages of the generator in `root`, with uv from its wheels in `dist/uv/`.

    Equal commits give equal bytes. Raises `ContentError` if a wheel that `requirements-update.txt` lists is missing,
    and `FileNotFoundError` if git's folder is.
    """
    (root / ".git").stat()
    folder, hashes = root / "dist", (root / "requirements-update.txt").read_text(encoding="utf-8")
    for system, (tag, _) in SYSTEMS.items():
        pattern, target = f"uv/uv-*{tag}*.whl", folder / f"brochure-{system}.zip"
        wheels = (path for path in folder.glob(pattern) if sha256(path.read_bytes()).hexdigest() in hashes)
        if not (wheel := next(wheels, None)):
            raise ContentError([Problem(f"dist/{pattern}", "no_wheel", line=0)], language)
        write_package(root, system, wheel, target)
        yield target


def write_package(root: Path, system: str, wheel: Path, target: Path) -> None:
    """Write the package for a system with the uv of a `wheel`. It contains tracked files as they are on the disk."""
    start, windows = SYSTEMS[system][1], system.startswith("windows")
    sources = {name: (root / name).read_bytes() for name in tracked_files(root)}
    files = {name: content for name, content in sources.items() if _WANTED.fullmatch(name)}
    files["requirements.txt"] = b"\n".join(sources[name] for name in REQUIREMENTS if name in sources)
    files |= _uv(wheel)
    if windows:
        files |= {name: text.replace(b"\n", b"\r\n") for name, text in files.items() if name.startswith(_SOURCES)}
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
    version, script = digest(sums)[:12].encode(), files[_SOURCES + ("start.bat" if windows else "start.sh")]
    environment = digest(script, files["requirements.txt"])[:12].encode()
    top = {
        start: script.replace(b"@VERSION@", version).replace(b"@ENVIRONMENT@", environment),
        _README: codecs.BOM_UTF8 + files[f"{_SOURCES}{system.partition('-')[0]}.txt"],
    }
    files["digests.txt"] = sums
    top |= {f"generator/{version.decode()}/{name}": content for name, content in files.items()}
    date = time.gmtime(commit_time(root))[:6]
    target.parent.mkdir(exist_ok=True)
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in sorted(top.items()):
            entry = ZipInfo(name, date)
            entry.create_system = 3  # Unix: then unpacking keeps the modes
            runs = name == start or name.endswith(("/uv/uv", "/uv/uv.exe"))
            entry.external_attr = (stat.S_IFREG | (0o755 if runs else 0o644)) << 16
            package.writestr(entry, content, ZIP_DEFLATED)


def _uv(wheel: Path) -> dict[str, bytes]:
    """Return the program and the licences of a wheel of uv, by their paths in the generator."""
    with ZipFile(wheel) as archive:
        wanted = (name for name in archive.namelist() if re.search(r"/scripts/uv(\.exe)?$|/licenses/", name))
        return {f"uv/{name.rpartition('/')[2]}": archive.read(name) for name in wanted}
