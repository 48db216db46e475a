"""What happens at each of MkDocs' events; the only module that knows MkDocs."""

import atexit
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from brochure.author.annotations import annotations
from brochure.author.console import be_lenient
from brochure.author.messages import PLACED, ContentError, Problem, listed, readiness
from brochure.commands.translations import summary
from brochure.model.files import ASSETS, PICTURES, fingerprints
from brochure.model.routes import Route, Routes
from brochure.model.site import Site
from brochure.pages.render import PREVIEW_STYLE, Meta, Renderer, front_matter, report
from brochure.preview import Preview
from brochure.preview_server import guarded
from brochure.publishing.git_times import file_times
from brochure.publishing.hosts import NOT_FOUND, SITEMAP, check_docs, host_files, outputs
from brochure.publishing.sitemap import sitemap
from brochure.publishing.stage import Stage
from brochure.reading.draft import Look
from brochure.reading.loader import load

log = logging.getLogger("mkdocs.hooks.brochure")
preview = Preview()


@dataclass(frozen=True)
class Build:
    """What one build works with, from its configuration to its end."""

    site: Site
    renderer: Renderer
    pages: Sequence[tuple[Route, str]]
    """Made before MkDocs begins, so that a template's mistake is met while nothing is touched."""
    content: Path
    names: dict[str, str]
    """The published name of each asset and picture."""
    stage: Stage | None
    """Where the site is made; a preview has a folder of its own already."""


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 (MkDocs names it)
    """Note whether a visitor or the author will see the pages."""
    preview.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check the content and make its pages, then have the site built aside from the last good one."""
    look = Look(Path(config.docs_dir, "templates"), [Path(folder, ".icons") for folder in config.theme.dirs])
    content = Path(config.config_file_path).parent / "content"
    site: Site | None
    try:
        site = _load(config, content, look)
    except ContentError as error:
        site = preview.broken(_told(error))
    else:
        preview.good(site)
        log.info(summary(site))
    if site is not None:
        config.extra["brochure"] = _build(config, site, content, look)
    config.theme.static_templates.clear()
    return config


def _load(config: MkDocsConfig, content: Path, look: Look) -> Site:
    """Read what the author has written. Raises `ContentError` with all that is wrong with it."""
    site = load(content, look, os.environ.get("BROCHURE_LANGUAGE"), _outside())
    if problems := list(check_docs(Path(config.docs_dir), outputs(site))):
        raise ContentError(problems, site.author_language)
    return site


def _outside() -> str:
    """The address that the environment gives to the site; empty if it gives none."""
    return os.environ.get("SITE_URL", "").strip()


def _told(error: ContentError) -> ContentError:
    """Tell an author of the problems where they look: the terminal, or the lines of a pull request. End a build."""
    be_lenient()
    for line in annotations(error.problems, error.language):
        print(line)
    if not preview.serving:
        raise Abort(str(error)) from None
    print(error)
    return error


def _build(config: MkDocsConfig, site: Site, content: Path, look: Look) -> Build:
    """Make the pages, and room for them."""
    if _outside() and not preview.serving:
        config.site_url = site.facts.address
    config.site_url = config.site_url or site.facts.address
    config.site_name = site.practices[site.languages[0].code].name
    names = fingerprints(Path(config.docs_dir), ASSETS) | fingerprints(content, PICTURES)
    watched = preview if preview.serving else None
    renderer = Renderer(site, Routes(site), look, config.site_url, names, watched)
    pages = renderer.pages()
    stage = None
    if not preview.serving:
        stage = Stage(Path(config.site_dir))
        atexit.register(stage.clear)
        config.site_dir = str(stage.folder)
    return Build(site, renderer, pages, content, names, stage)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the brochure's own assets and pages and what a host needs, and nothing of the theme's css and scripts."""
    build = _current(config)
    banner = [file for file in files if preview.serving and file.src_uri == PREVIEW_STYLE]
    if build is None:
        return Files([*_broken_pages(config), *banner])
    own = Files(file for file in files if file.src_dir == config.docs_dir and not file.is_documentation_page())
    for file in banner:
        own.append(file)
    for route, text in build.pages:
        own.append(_page(config, route.src_uri, route.dest_uri, text))
    for language in build.site.languages:
        text = build.renderer.not_found(language)
        own.append(_page(config, f"{language.folder}_404.md", f"{language.folder}{NOT_FOUND}", text))
    pictures = (f"{PICTURES}/{name}" for name in build.renderer.pictures())
    for uri in filter(build.names.__contains__, pictures):
        own.append(File(uri, str(build.content), config.site_dir, config.use_directory_urls))
    kept = {file: build.names[file.src_uri] for file in own if file.src_uri in build.names}
    for file, name in kept.items():
        file.dest_uri = name
    site_url = build.renderer.site_url
    beside = {SITEMAP: sitemap(build.renderer.routes, site_url, file_times(build.content))}
    for name, text in {**beside, **host_files(build.site, site_url, kept.values())}.items():
        own.append(File.generated(config, name, content=text, inclusion=InclusionLevel.INCLUDED))
    return own


def _broken_pages(config: MkDocsConfig) -> list[File]:
    """What a preview shows that has never been whole, at its front page and at every other address."""
    told: Meta = {
        "template": "problems.html",
        "problems": preview.problems and report(preview.problems, config.site_url or "/"),
    }
    return [
        _page(config, "index.md", "index.html", front_matter(told)),
        _page(config, "_404.md", NOT_FOUND, front_matter(told | {"refresh": True})),
    ]


def _page(config: MkDocsConfig, src_uri: str, dest_uri: str, text: str) -> File:
    page = File.generated(config, src_uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
    page.dest_uri = dest_uri
    return page


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:  # noqa: ARG001 (MkDocs names them)
    """Let the preview's pages do no more than the published ones, and answer nobody who asks for another host."""
    server.set_app(guarded(server.serve_request, config.dev_addr.host))
    return server


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (MkDocs names them)
    """Put bodies and icons into a page that Markdown has made of its template."""
    build = _current(config)
    return build.renderer.finish(html) if build else html


def on_post_build(config: MkDocsConfig) -> None:
    """Put the site in its place, if nothing has gone wrong."""
    build = _current(config)
    if build is None or build.stage is None or _warned(config):
        return
    build.stage.publish()
    config.site_dir = str(build.stage.site)
    language = build.site.author_language
    log.info(PLACED[language].format(folder=build.stage.site))
    if count := len(build.site.placeholders):
        log.info(f"{readiness(count, language)} {listed(language)}")


def _warned(config: MkDocsConfig) -> bool:
    """Whether a strict build will fail after all: MkDocs looks at its count of warnings when the hooks have ended."""
    counters = [handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)]
    return config.strict and any(counter.get_counts() for counter in counters)


def on_build_error(error: Exception) -> None:
    """Tell in a sentence where the disk is full or a file may not be used."""
    if isinstance(error, OSError) and not preview.serving:
        problem = Problem(
            str(error.filename2 or error.filename or "site"), 0, 0, "inaccessible", {"reason": error.strerror}
        )
        raise Abort(problem.told(preview.language))


def _current(config: MkDocsConfig) -> Build | None:
    """The build that goes on; there is none in a preview that has never been whole."""
    return cast("Build | None", config.extra.get("brochure"))
