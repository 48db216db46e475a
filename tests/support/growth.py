"""A generator that has grown: with one key more than this one, declared as CONTRIBUTING.md says."""

from pathlib import Path

from support.sites import change

ROW = "size"
"""The key of the new row in brief, and its heading."""


def add_row(root: Path, line: str = f'    {ROW}: OptionalText = ""\n') -> None:
    """Add a row to what is in brief, before `outcome`: a line in the model, and one for its label and its heading."""
    outcome = '    outcome: OptionalText = ""\n'
    change(root / "hooks" / "brochure" / "model" / "site.py", outcome, line + outcome)
    for model in ("Brief", "Words"):
        add_text(root, f"  {model}", f"    {ROW}: {{label: {ROW}, hint: How many take part.}}")
    add_word(root, ROW, ROW)


def add_text(root: Path, block: str, line: str) -> None:
    """Put a line at the beginning of a block of the texts for authors, in each of their languages."""
    for path in (root / "hooks" / "brochure" / "author").glob("*.yml"):
        change(path, f"\n{block}:\n", f"\n{block}:\n{line}\n")


def add_word(root: Path, word: str, text: str) -> None:
    """Add a word of the interface in each language."""
    for path in (root / "docs" / "templates" / "words").glob("*.yml"):
        path.write_text(f"{path.read_text(encoding='utf-8')}{word}: {text}\n", encoding="utf-8")
