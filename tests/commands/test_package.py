"""The packages: their bytes, and their start script on a computer that has nothing."""

import os
import re
import shlex
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from brochure.author.problems import ContentError
from brochure.commands.package import REQUIREMENTS, SYSTEMS, write_package, write_packages
from brochure.editing.access import Access
from support.programs import missing, program
from support.servers import ask, free_port
from support.sites import ROOT, brochure, contents, run

SOURCES = ROOT / "docs" / "templates" / "package"
MESSAGES = {path.stem: path.read_text(encoding="utf-8") for path in (SOURCES / "messages").iterdir()}
BAT, SH = ((SOURCES / name).read_text(encoding="utf-8") for name in ("start.bat", "start.sh"))
DEAD = dict.fromkeys(("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"), "http://127.0.0.1:9")
"""The environment of a computer without a network."""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the package is that of Linux")


def wheel_of(folder: Path, script: str) -> Path:
    """Return a wheel with a script in place of uv."""
    path = folder / "uv-1-py3-none-any.whl"
    with ZipFile(path, "w") as archive:
        for name, text in (("data/scripts/uv", script), ("data/scripts/uvx", ""), ("dist-info/licenses/LICENSE", "")):
            archive.writestr(f"uv-1.{name}", text)
    return path


def unpack(package: Path, folder: Path) -> Path:
    """Unpack a package into a folder, with its modes."""
    with ZipFile(package) as archive:
        archive.extractall(folder)
        for entry in archive.infolist():
            (folder / entry.filename).chmod(stat.S_IMODE(entry.external_attr >> 16))
    return folder


@LINUX
def test_a_package_has_the_generator_and_nothing_of_a_developers(tmp_path: Path) -> None:
    """Two runs give the same bytes; the script and uv can be run."""
    wheel, packages = wheel_of(tmp_path, "#!/bin/sh"), [tmp_path / name for name in ("1.zip", "2.zip")]
    for package in packages:
        write_package(ROOT, "linux-x64", wheel, package)
    assert packages[0].read_bytes() == packages[1].read_bytes()
    folder = unpack(packages[0], tmp_path / "unpacked")
    assert {path.name for path in folder.iterdir()} == {"LUE MINUT.txt", "aloita.sh", "generator"}
    (generator,) = (folder / "generator").iterdir()
    files = contents(generator)
    assert {name.partition("/")[0] for name in files} == {
        *("content", "docs", "hooks", "overrides", "uv", "LICENSE", "mkdocs.yml", "requirements.txt", "digests.txt"),
    }
    assert {name for name in files if name.startswith("uv/")} == {"uv/uv", "uv/LICENSE"}
    sums = [f"{sha256(text).hexdigest()}  {name}" for name, text in sorted(files.items()) if name != "digests.txt"]
    assert files["digests.txt"].decode().splitlines() == sums
    runs = {path.name for path in folder.rglob("*") if path.is_file() and path.stat().st_mode & 0o111}
    assert runs == {"aloita.sh", "uv"}


def test_a_package_for_windows_has_its_line_ends_and_only_letters_that_every_code_page_has(tmp_path: Path) -> None:
    """Sentences are files of their own, which are printed after the code page has been set."""
    write_package(ROOT, "windows-x64", wheel_of(tmp_path, ""), tmp_path / "1.zip")
    folder = unpack(tmp_path / "1.zip", tmp_path / "unpacked")
    (sources,) = folder.glob(f"generator/*/{SOURCES.relative_to(ROOT)}")
    texts = {path.name: path.read_bytes() for path in (*folder.glob("*.*"), *sources.rglob("*.*"))}
    assert set(texts) > {"Aloita.bat", "LUE MINUT.txt", *(f"{name}.txt" for name in MESSAGES)}
    assert [name for name, text in texts.items() if re.search(rb"(?<!\r)\n", text)] == []
    assert b"@" not in texts["Aloita.bat"].replace(b"@echo off", b"")
    assert texts["Aloita.bat"].isascii()
    assert texts["LUE MINUT.txt"].decode("utf-8-sig").startswith("TYÖNOHJAUKSEN")


def test_the_scripts_take_the_same_steps() -> None:
    """Both print the same sentences, in the same order, and give uv the same options."""
    steps = [re.findall(r'"[%$](?:uv|python)%?" (?:--version|venv|pip sync|.*hooks" edit)', text) for text in (BAT, SH)]
    steps = [[re.sub(r'.*[ "]', "", step) for step in one] for one in steps]
    assert steps[0] == steps[1]
    assert len(steps[0]) == 4
    options = [re.findall(r"--[a-z-]+", text) for text in (BAT, SH)]
    assert sorted(set(options[0])) == sorted(set(options[1]))
    told = (set(re.findall(r'messages%\\(\w+)\.txt|"message=(\w+)"', BAT)), set(re.findall(r"(?:say|stop) (\w+)", SH)))
    assert {one or other for one, other in told[0]} | {"damaged"} == told[1] == set(MESSAGES)
    unpacking = [re.findall(r"(?m)^ *echo '?((?:Pura|Unpack) .*?)'?$", text) for text in (BAT, SH)]
    assert unpacking[0] == unpacking[1] != []
    labels = set(re.findall(r"(?m)^:(\w+)", BAT))
    assert set(re.findall(r"goto (\w+)", BAT)) == labels


@pytest.mark.parametrize("name", sorted({f"{system.partition('-')[0]}.txt" for system in SYSTEMS}))
def test_the_text_to_read_is_short(name: str) -> None:
    """It fits a screen."""
    lines = (SOURCES / name).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 25
    assert max(map(len, lines)) <= 120


def test_a_wheel_of_uv_is_one_of_ours(tmp_path: Path) -> None:
    """A file of its name with other bytes is none, and the message names the command that fetches it."""
    (tmp_path / "dist" / "uv").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "requirements-update.txt").write_bytes((ROOT / "requirements-update.txt").read_bytes())
    wheel_of(tmp_path, "").rename(tmp_path / "dist" / "uv" / "uv-0-py3-none-win_amd64.whl")
    with pytest.raises(ContentError, match=r"dist/uv/uv-\*win_amd64\*\.whl: .*; give the command make package, "):
        list(write_packages(tmp_path, "en"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "platform", ["windows", "aarch64-apple-darwin", "x86_64-apple-darwin", "x86_64-manylinux_2_28"]
)
def test_each_system_has_a_wheel_of_everything(platform: str, tmp_path: Path) -> None:
    """A start script builds nothing, so that a version without one would end each first start on that system."""
    uv = program("uv", path=str(Path(sys.executable).parent))
    files = [str(path) for name in REQUIREMENTS if (path := ROOT / name).exists()]
    options = ["--python-platform", platform, "--python-version", "3.13", "--target", str(tmp_path)]
    result = run([uv, "pip", "sync", "--dry-run", "--require-hashes", *options, *files], tmp_path)
    if "Failed to fetch" in result.stderr:
        missing("there is no network")
    assert result.returncode == 0, result.stderr


STUB = """#!/bin/sh
echo "$@" >> "$HOME/uv"
case "$*" in *"$FAILS"*) exit 1 ;; esac
if [ "$1" = venv ]; then
  for folder; do :; done
  mkdir -p "$folder/bin"
  printf '#!/bin/sh\\necho "$@" >> "$HOME/python"\\nexit $PYTHON_FAILS\\n' > "$folder/bin/python"
  chmod +x "$folder/bin/python"
fi
"""
"""A uv that makes an environment without packages, and fails where a test wants it."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the package for Linux with the stub in place of uv."""
    folder = tmp_path_factory.mktemp("package")
    write_package(ROOT, "linux-x64", wheel_of(folder, STUB), folder / "package.zip")
    return folder / "package.zip"


class Computer:
    """An author's computer, with a package unpacked where a name is hard to quote."""

    def __init__(self, folder: Path, package: Path) -> None:
        self.home, self.package = folder / "koti", package
        self.home.mkdir()
        self.folder = unpack(package, folder / "Äidin & isän 100 % 'kansio'")
        self.cache = self.home / ".cache" / "brochure"

    def start(self, *options: str, **environment: str) -> tuple[int, str]:
        """Run the start script, and return its exit code and what it says."""
        values = {"HOME": str(self.home), "PATH": os.environ["PATH"], "FAILS": "nothing", "PYTHON_FAILS": "0"}
        result = subprocess.run(
            [self.folder / "aloita.sh", *options],
            env=values | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert result.stderr == ""
        return result.returncode, result.stdout

    def calls(self, name: str) -> list[str]:
        """Return the arguments of each call of a program."""
        log = self.home / name
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.fixture
def computer(tmp_path: Path, package: Path) -> Computer:
    """Return a computer on which nothing has been started yet."""
    return Computer(tmp_path, package)


@LINUX
@pytest.mark.slow
def test_a_start_installs_once_and_never_writes_into_the_package(computer: Computer) -> None:
    """The second start runs no uv; a start that was killed begins again, and a new version over the old one works."""
    before = contents(computer.folder)
    assert computer.start("--port", "1") == (0, MESSAGES["first"] + MESSAGES["open"])
    version, venv, sync = computer.calls("uv")
    (environment,) = (path for path in computer.cache.iterdir() if path.is_dir())
    assert (version, venv) == ("--version", f"venv --quiet --clear --managed-python --python 3.13 {environment}")
    (generator,) = (computer.folder / "generator").iterdir()
    assert sync == f"pip sync --python {environment}/bin/python --require-hashes {generator}/requirements.txt"
    assert computer.calls("python") == [f"{generator}/hooks edit --port 1"]
    assert computer.start() == (0, MESSAGES["open"])
    assert len(computer.calls("uv")) == 3
    environment.with_suffix(".making").touch()
    assert computer.start() == (0, MESSAGES["open"])
    (environment / "complete").unlink()
    told = MESSAGES["making"] + MESSAGES["first"] + MESSAGES["open"]
    assert computer.start(BROCHURE_PYTHON="/my python") == (0, told)
    assert not environment.with_suffix(".making").exists()
    assert computer.calls("uv")[4] == f"venv --quiet --clear --python /my python {environment}"
    assert contents(computer.folder) == before
    unpack(computer.package, computer.folder)
    assert computer.start() == (0, MESSAGES["open"])


FAILURES = {
    "computer": {"FAILS": "--version"},
    "first fetch": {"FAILS": "venv"},
    "first  fetch": {"FAILS": "pip sync"},
    "folder": {"XDG_CACHE_HOME": "/proc"},
    "first open ended": {"PYTHON_FAILS": "1"},
}
"""What is said, and what fails."""


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("told", FAILURES)
def test_each_failure_has_a_sentence(computer: Computer, told: str) -> None:
    """It says what to do; then the next start begins where it has to."""
    sentences = "".join(MESSAGES[name] for name in told.split())
    code, said = computer.start(**FAILURES[told])
    assert (code, said.removesuffix("/proc/brochure\n")) == (1, sentences)
    assert computer.start()[0] == 0


@LINUX
def test_a_script_without_the_generator_asks_to_unpack_it(computer: Computer, tmp_path: Path) -> None:
    """A window that shows a ZIP may start one file of it."""
    computer.folder = tmp_path
    unpack(computer.package, tmp_path / "x")
    (tmp_path / "x" / "aloita.sh").rename(tmp_path / "aloita.sh")
    code, said = computer.start()
    assert (code, said.splitlines()) == (1, re.findall(r"(?m)^echo ((?:Pura|Unpack) .*)$", BAT))


@LINUX
@pytest.mark.slow
def test_on_a_mac_the_package_is_checked_before_it_is_let_run(computer: Computer) -> None:
    """Only listed files lose the mark of a download, and none if one has other bytes."""
    programs = computer.home / "programs"
    programs.mkdir()
    for name, text in (
        ("uname", "echo Darwin"),
        ("xattr", 'for file; do :; done\necho "$@" >> "$HOME/xattr"\n[ $# = 1 ] && echo com.apple.quarantine'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)
    program("shasum")
    mac = {"PATH": f"{programs}:{os.environ['PATH']}"}
    assert computer.start(**mac) == (0, MESSAGES["first"] + MESSAGES["open"])
    assert (computer.home / "Library" / "Caches" / "brochure").is_dir()
    (generator,) = (computer.folder / "generator").iterdir()
    _, freed = computer.calls("xattr")
    assert freed.split() == ["-d", "com.apple.quarantine", *sorted(set(contents(generator)) - {"digests.txt"})]
    (generator / "mkdocs.yml").write_text("")
    assert computer.start(**mac) == (1, MESSAGES["damaged"])
    assert len(computer.calls("xattr")) == 3


@LINUX
def test_the_shell_script_is_sound() -> None:
    """As far as ShellCheck can tell."""
    result = subprocess.run([program("shellcheck"), SOURCES / "start.sh"], capture_output=True, text=True, check=False)
    assert result.stdout == ""


def show(kind: str, folder: Path, log: Path, *options: str, **environment: str) -> None:
    """Run the start script until the editor shows a page of a kind."""
    command = [str(folder / "aloita.sh"), "--no-browser", "--port", str(free_port()), *options]
    page, end = "", time.monotonic() + 180
    with (
        log.open("w") as output,
        subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True) as process,
    ):
        try:
            while f'class="{kind}"' not in page:
                said = log.read_text(encoding="utf-8")
                if "Failed to fetch" in said:
                    missing("there is no network")
                assert process.poll() is None, said
                assert time.monotonic() < end, said + page
                time.sleep(0.1)
                for host, port, secret in re.findall(r"(http://\S+:(\d+)/)_edit/\?secret=(.*)", said):
                    access = Access(secret, int(port))
                    with suppress(OSError):
                        page = ask(host, "_edit/", Cookie=f"{access.cookie}={access.token('cookie')}")[2].decode()
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@LINUX
@pytest.mark.slow
def test_from_an_empty_home_to_the_first_page_and_again_without_a_network(tmp_path: Path) -> None:
    """The editor opens, and later shows a folder made from the package's sample; nothing is written into the package.

    It builds the preview of that folder first.
    """
    uv = program("uv", path=str(Path(sys.executable).parent))
    package, home = tmp_path / "package.zip", tmp_path / "koti"
    wheel = wheel_of(tmp_path, f'#!/bin/sh\nexec {shlex.quote(uv)} "$@"\n')
    write_package(ROOT, "linux-x64", wheel, package)
    folder = unpack(package, tmp_path / "Äidin paketti")
    (generator,) = (folder / "generator").iterdir()
    before = contents(folder)
    home.mkdir()
    shared = Path(os.environ.get("UV_CACHE_DIR") or Path.home() / ".cache" / "uv")
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PATH", "PIP_", "SSL_", "UV_"))}
    environment = {**kept, "HOME": str(home), "UV_CACHE_DIR": str(shared), "BROCHURE_PYTHON": sys.executable}
    show("first", folder, tmp_path / "log", **environment)
    made = brochure(generator, "new", str(home / "Äidin sivut"), PYTHONDONTWRITEBYTECODE="1")
    assert made.returncode == 0, made.stderr
    show("list", folder, tmp_path / "again", "--content", str(home / "Äidin sivut"), **environment, **DEAD)
    assert (tmp_path / "again").read_text(encoding="utf-8").startswith(MESSAGES["open"])
    assert contents(folder) == before
