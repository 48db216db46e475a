"""A generator that has grown: with one key more than this one, declared as CONTRIBUTING.md says."""

from pathlib import Path

from support.sites import change

ROW = "size"
"""The key of the new row in brief, and its heading."""


def add_row(root: Path) -> None:
    """Add a row to what is in brief, before `outcome`: a line in the model, and one for its label and its heading."""
    outcome = '    outcome: OptionalText = ""\n'
    change(root / "hooks" / "brochure" / "model" / "site.py", outcome, f'    {ROW}: OptionalText = ""\n{outcome}')
    for path in (root / "hooks" / "brochure" / "author").glob("*.yml"):
        for model in ("Brief", "Words"):
            change(path, f"\n  {model}:\n", f"\n  {model}:\n    {ROW}: {{label: {ROW}, hint: How many take part.}}\n")
    for path in (root / "docs" / "templates" / "words").glob("*.yml"):
        path.write_text(f"{path.read_text(encoding='utf-8')}{ROW}: {ROW}\n", encoding="utf-8")
