"""What in the content is still the sample's, as a list for the author."""

from brochure.author.annotations import annotations
from brochure.author.messages import count, sentence
from brochure.project import Project


def print_placeholders(project: Project) -> int:
    """Print each place, on its line in a pull request too; give the exit code."""
    language, places = project.site.author_language, project.placeholders()
    lines = [*annotations(places, language, project.folders), *(place.report(language) for place in places)]
    print("\n".join([*lines, count("placeholders", len(places), language) if places else sentence("ready", language)]))
    return 1 if places else 0
