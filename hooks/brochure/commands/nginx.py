"""The rules for an nginx of one's own."""

from urllib.parse import urlsplit

from brochure.project import Project
from brochure.publishing.hosts import language_folders, nginx


def print_nginx(project: Project) -> int:
    """Print what a `server` block includes; give the exit code."""
    site = project.site
    print(nginx(urlsplit(site.settings.address).path, language_folders(site.languages)), end="")
    return 0
