"""The rules for an nginx of one's own."""

from urllib.parse import urlsplit

from brochure.project import Project
from brochure.publishing.hosts import language_folders, moves, nginx


def print_nginx(project: Project) -> int:
    """Print what a `server` block includes; give the exit code."""
    site, routes = project.site, project.routes
    root = urlsplit(site.settings.address).path
    print(nginx(root, language_folders(site.languages), moves(routes)), end="")
    return 0
