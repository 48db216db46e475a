"""MkDocs' own commands, with a practice's folder named in the same way as for the others."""

import os
import subprocess
import sys
from pathlib import Path


def run_engine(root: Path, content: Path, *arguments: str) -> int:
    """Run MkDocs for the generator in `root`; give its exit code. An end by the keyboard is a good one."""
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ, "CONTENT": str(content)}
    command = [sys.executable, "-m", "mkdocs", *arguments, "--config-file", str(root / "mkdocs.yml")]
    if os.name == "posix":  # the same process, so that a signal reaches it
        os.execve(sys.executable, command, environment)
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0
