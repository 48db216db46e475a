"""Save files in copies of a folder, killed at the first step, the second and so on; print the name of each copy."""

import itertools
import os
import shutil
import signal
import sys
from pathlib import Path

from brochure.editing.saving import Saves
from brochure.reading.draft import Draft
from support.sites import THEME

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.chmod"}


def save(folder: Path, last: int) -> None:
    """Save four files; kill this process when it has begun a number of steps in the folder."""
    saves, steps = Saves(folder, lambda files: Draft(THEME, folder, candidates=files)), itertools.count()
    paths = [f"services/{name}.yml" for name in ("team", "pair", "solo")]
    before = {path: (folder / path).read_bytes() for path in paths}

    def step(event: str, arguments: tuple[object, ...]) -> None:
        if event in STEPS and str(folder) in str(arguments[0]) and next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)
    saves.save({paths[0]: b"team" * 10, paths[1]: b"pair" * 10, paths[2]: None, "files/new.pdf": b"new"}, "", before)


source, target = Path(sys.argv[1]), sys.argv[2]
for number in itertools.count():
    folder = shutil.copytree(source, Path(f"{target}-{number}"))
    print(folder, flush=True)
    child = os.fork()
    if not child:
        save(folder, number)
        os._exit(0)
    if not os.waitpid(child, 0)[1]:
        break
