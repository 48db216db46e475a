"""What in the content is still the sample's, and what else its author may want to know, as a list."""

from brochure.author.annotations import annotations
from brochure.author.messages import count, sentence
from brochure.commands.remarks import all_remarks
from brochure.commands.translations import older
from brochure.project import Project


def print_placeholders(project: Project, *, strict: bool) -> int:
    """Print each place, on its line in a pull request too; give the exit code.

    It is 1 if a place is still the sample's; if it is `strict`, for a remark too.
    """
    language, places = project.site.author_language, project.placeholders()
    remarks = all_remarks(project, project.lost(project.root / "site"), older(project.draft))
    hidden = project.draft.hidden()
    verdict = sentence("ready_remarks" if remarks else "ready", language)
    told = [
        *annotations(places, language, project.folders),
        *annotations(remarks, language, project.folders, level="notice"),
        *(problem.report(language) for problem in (*remarks, *places)),
        *([count("remarks", len(remarks), language)] if remarks else []),
        *([sentence("hidden", language, names=", ".join(hidden))] if hidden else []),
        count("placeholders", len(places), language) if places else verdict,
    ]
    print("\n".join(told))
    return 1 if places or (strict and remarks) else 0
