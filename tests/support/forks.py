"""Commands in forks of one process that has imported the engine and the project, which is half of a build's time."""

import gc
import importlib
import json
import os
import runpy
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.config import load_config

HOOKS = Path(__file__).parents[2] / "hooks"
OUTPUTS = ("stdout", "stderr")


class Forks:
    """A process that runs one command after another, each in a fork of itself."""

    def __init__(self) -> None:
        """Start the process, which ends with its standard input."""
        self._outputs = TemporaryDirectory()
        environment = {**os.environ, "PYTHONPATH": str(HOOKS), "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, __file__, self._outputs.name]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
        )

    def start(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
        """Start Python in a folder, and return the number of its process."""
        assert self._process.stdin
        print(json.dumps([arguments, str(folder), dict(environment)]), file=self._process.stdin, flush=True)
        return self._answer()

    def wait(self) -> subprocess.CompletedProcess[str]:
        """Return the result of what was started last, once it ends."""
        code, outputs = self._answer(), (Path(self._outputs.name, name) for name in OUTPUTS)
        return subprocess.CompletedProcess([], code, *(output.read_text(encoding="utf-8") for output in outputs))

    def _answer(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())


def _python(arguments: Sequence[str], folder: str, environment: Mapping[str, str], outputs: str) -> None:
    """Be Python with these arguments."""
    for number, name in enumerate(OUTPUTS, 1):
        os.dup2(os.open(os.path.join(outputs, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    if arguments[0] == "-m":
        sys.path.insert(0, folder)
        sys.argv = list(arguments[1:])
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = list(arguments)
        runpy.run_path(arguments[0], run_name="__main__")


def _ended(command: Callable[[], None]) -> int:
    """Run a command to its end, and return its exit code."""
    code: object = 0
    try:
        command()
    except SystemExit as error:
        code = error.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


def _serve(outputs: str) -> None:
    sys.path[0] = str(HOOKS)
    names = [".".join(path.relative_to(HOOKS).with_suffix("").parts) for path in HOOKS.glob("brochure/**/*.py")]
    for name in ("mkdocs.commands.build", *names):
        importlib.import_module(name.removesuffix(".__init__"))
    load_config(str(HOOKS.parent / "mkdocs.yml")).theme.get_env()
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            arguments, folder, environment = json.loads(line)
            os._exit(_ended(partial(_python, arguments, folder, environment, outputs)))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    _serve(sys.argv[1])
