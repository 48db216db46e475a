"""The rules for an nginx of one's own."""

from brochure.project import Project
from brochure.publishing.hosts import nginx


def print_nginx(project: Project) -> int:
    """Print what a `server` block includes; give the exit code."""
    print(nginx(project.routes, project.site.settings.address, project.theme.templates / "hosts"), end="")
    return 0
