"""What happens at each of MkDocs' events; the only module that knows MkDocs."""

import atexit
import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
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
from brochure.author.messages import count, sentence
from brochure.author.paths import within
from brochure.author.problems import ContentError, Problem
from brochure.commands.remarks import all_remarks
from brochure.commands.translations import summary
from brochure.model.files import ASSETS, NOT_FOUND, fingerprints, hashed
from brochure.model.routes import Route
from brochure.pages.render import PREVIEW_STYLE, Meta, PageSource, Renderer, report
from brochure.preview import Preview
from brochure.preview_observer import QUIET, observer
from brochure.preview_server import guarded, is_taken
from brochure.project import Extras, Project, content_of
from brochure.publishing.git_times import file_times
from brochure.publishing.hosts import SITEMAP, host_files
from brochure.publishing.policy import meta_policy
from brochure.publishing.sitemap import sitemap
from brochure.publishing.stage import Stage
from brochure.reading.plain_text import quickened

log = logging.getLogger("mkdocs.hooks.brochure")
preview = Preview()

UNUSED = ("toc", "tables", "fenced_code")
"""Markdown's extensions that MkDocs adds by itself; no template needs them, and each takes its time on every page."""
RARELY = (100_000, 20, 100)
"""Thresholds of Python's search for circles of garbage: a build keeps most of what it makes, and is soon over."""


@dataclass(frozen=True)
class Publication:
    """How a build that is no preview ends."""

    stage: Stage
    """Where the site is made."""
    remarks: Future[Sequence[Problem]]
    """What else to tell the author; git is asked for it beside the build."""


@dataclass(frozen=True)
class Build:
    """What one build works with, from its configuration to its end."""

    project: Project
    renderer: Renderer
    pages: Sequence[tuple[Route, PageSource]]
    """Made before MkDocs begins, so that a template's mistake is met while nothing is touched."""
    names: dict[str, str]
    """The published name of each asset."""
    extras: Extras
    lost: Sequence[str] = ()
    """The addresses of the last site that lead nowhere now; a preview does not look."""
    publication: Publication | None = None
    """None in a preview."""


class MadePage(Page):
    """A page that is made already, not read from a file."""

    def __init__(self, file: File, config: MkDocsConfig, source: PageSource) -> None:
        super().__init__(None, file, config)
        self.source = source

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs names it)
        """Hand the source to MkDocs."""
        self.meta, self.markdown = self.source.meta, self.source.markdown


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 (MkDocs names it)
    """Note whether a visitor or the author will see the pages."""
    preview.serving = command == "serve"
    be_lenient()
    if not preview.serving:
        gc.freeze()
        gc.set_threshold(*RARELY)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Open the project and make its pages, then have the site built aside from the last good one."""
    root = Path(config.config_file_path).parent
    content = content_of(root)
    config.watch.append(str(content))
    project: Project | None
    try:
        project = Project.open(root, content=content)
    except ContentError as error:
        folders = (content, root / "docs")
        project = preview.broken(_reported(error, folders, last=not preview.serving or not content.is_dir()))
    else:
        preview.good(project)
        log.info(summary(project.site, project.draft.hidden()))
    if project is not None:
        config.extra["brochure"] = _begin(config, project)
    config["markdown_extensions"] = quickened(config.markdown_extensions, UNUSED)
    config.theme.static_templates.clear()
    del config.theme.dirs[1:]  # all but overrides/ would be listed, file by file, for nothing
    return config


def _reported(error: ContentError, folders: Sequence[Path], *, last: bool) -> ContentError:
    """Report problems where the author looks: the terminal, or the lines of a pull request.

    `folders` are those that an author may edit. It ends a build, and a preview that has no folder to look at: `last`.
    """
    for line in annotations(error.problems, error.language, folders):
        print(line)
    if last:
        raise Abort(str(error)) from None
    print(error)
    return error


def _begin(config: MkDocsConfig, project: Project) -> Build:
    """Make the pages, and room for them."""
    site = project.site
    if project.outside_address and not preview.serving:
        config.site_url = site.settings.address
    config.site_url = config.site_url or site.settings.address
    config.site_name = site.practices[site.languages[0].code].name
    try:
        extras = project.extras(config.site_url, log.info, whole=not preview.serving)
    except ContentError as error:
        raise _reported(error, project.folders, last=True) from None
    names = fingerprints(project.docs, ASSETS)
    names |= {uri: hashed(uri, content) for uri, content in extras.look.items()}
    names |= {uri: hashed(uri, path.read_bytes()) for uri, path in extras.files.items() if uri.startswith(f"{ASSETS}/")}
    renderer = Renderer(
        site,
        project.routes,
        project.theme,
        config.site_url,
        names,
        sizes={uri: path.stat().st_size for uri, path in extras.files.items()},
        policy=None if preview.serving else meta_policy,
        problems=preview.problems,
        pictures=extras.pictures,
    )
    pages = renderer.pages()
    if preview.serving:
        return Build(project, renderer, pages, names, extras)
    stage = Stage(Path(config.site_dir))
    atexit.register(stage.clear)
    config.site_dir = str(stage.folder)
    lost = project.lost(stage.site)
    remarks = ThreadPoolExecutor(1).submit(all_remarks, project, lost, extras.unknown)
    return Build(project, renderer, pages, names, extras, lost, Publication(stage, remarks))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the brochure's own assets and pages and what a host needs, and nothing of the theme's css and scripts."""
    build = _current(config)
    banner = [file for file in files if preview.serving and file.src_uri == PREVIEW_STYLE]
    if build is None:
        return Files([*_broken_pages(config), *banner])
    docs = (file for file in files if file.src_dir == config.docs_dir and not file.is_documentation_page())
    extras = build.extras
    assets = [
        file
        for file in docs
        if file.src_uri not in extras.look and not preview.blames(within(build.project.docs, file.src_uri))
    ]
    kept = [file for file in assets if file.src_uri in build.names]
    for file in kept:
        file.dest_uri = build.names[file.src_uri]
    others = [file for file in assets if file not in kept]
    name = build.names.get
    additions = [File.generated(config, name(uri, uri), content=content) for uri, content in extras.look.items()]
    additions += [File.generated(config, name(uri, uri), abs_src_path=str(path)) for uri, path in extras.files.items()]
    lasting = [file.dest_uri for file in (*kept, *additions) if not file.dest_uri.endswith(".pdf")]
    return Files([*others, *kept, *additions, *banner, *_pages(config, build), *_beside(config, build, lasting)])


def _pages(config: MkDocsConfig, build: Build) -> Iterator[File]:
    """Every page, one at each address that a page once had, and one for unknown ones in each language's folder."""
    for route, source in build.pages:
        yield _page(config, route.src_uri, route.dest_uri, source)
    for moved in build.project.routes.moved():
        folder = moved.route.language.folder
        yield _page(config, f"{folder}_moved/{moved.slug}.md", moved.dest_uri, build.renderer.moved(moved))
    for language in build.project.site.languages:
        source = build.renderer.not_found(language)
        yield _page(config, f"{language.folder}_404.md", f"{language.folder}{NOT_FOUND}", source)


def _beside(config: MkDocsConfig, build: Build, kept: Sequence[str]) -> Iterator[File]:
    """The sitemap and the rules for hosts."""
    site_url, project = build.renderer.site_url, build.project
    texts = {SITEMAP: sitemap(project.routes, site_url, file_times(project.content), build.lost)}
    for name, text in {**texts, **host_files(project.routes, site_url, kept)}.items():
        yield File.generated(config, name, content=text.encode(), inclusion=InclusionLevel.INCLUDED)


def _broken_pages(config: MkDocsConfig) -> Iterator[File]:
    """What a preview shows that has never been whole, at its front page and at every other address."""
    problems = preview.problems and report(preview.problems, config.site_url or "/")
    meta: Meta = {"template": "problems.html", "problems": problems}
    yield _page(config, "index.md", "index.html", PageSource(meta))
    yield _page(config, "_404.md", NOT_FOUND, PageSource(meta | {"refresh": True}))


def _page(config: MkDocsConfig, src_uri: str, dest_uri: str, source: PageSource) -> File:
    file = File.generated(config, src_uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = dest_uri
    MadePage(file, config, source)
    return file


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:  # noqa: ARG001 (MkDocs names them)
    """Let pages do no more than the published ones, answer strangers nothing, and hear of edits at once."""
    server.set_app(guarded(server.serve_request, config.dev_addr.host))
    if is_taken(config.dev_addr.host, config.dev_addr.port):
        address = f"{config.dev_addr.host}:{config.dev_addr.port}"
        raise Abort(Problem(address, 0, 0, "port_taken").report(preview.language))
    watched = [config.docs_dir, config.config_file_path]
    if quick := observer([Path(path) for path in (*watched, *config.watch)]):
        for path in watched:
            server.unwatch(path)
        server.observer, server.build_delay = quick, QUIET  # type: ignore[assignment]  # any observer does
        for path in watched:
            server.watch(path)
    return server


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (MkDocs names them)
    """Put bodies and icons into a page that Markdown has made of its template."""
    build = _current(config)
    return build.renderer.finish(html) if build else html


def on_post_build(config: MkDocsConfig) -> None:
    """Put the site in its place, if nothing has gone wrong."""
    build = _current(config)
    if build is None or build.publication is None or _warned(config):
        return
    language, stage = build.project.site.author_language, build.publication.stage
    remarks = build.publication.remarks.result()
    for line in annotations(remarks, language, build.project.folders, level="notice"):
        print(line)
    for remark in remarks:
        log.info(remark.report(language))
    if not (stage.site / SITEMAP).exists():
        log.info(sentence("no_last_site", language, folder=stage.site))
    stage.publish()
    build.project.draft.cache.clear()
    config.site_dir = str(stage.site)
    log.info(sentence("placed", language, folder=stage.site))
    if left := len(build.project.placeholders()):
        where = sentence("make_ready", language, folder=build.project.content.as_posix())
        log.info(f"{count('placeholders', left, language)} {where}")


def _warned(config: MkDocsConfig) -> bool:
    """Whether a strict build will fail after all: MkDocs looks at its count of warnings when the hooks have ended.

    The count is on the logger of the package that builds: `mkdocs`, or `properdocs` where that goes by the same name.
    """
    engine = logging.getLogger(CountHandler.__module__.partition(".")[0])
    counters = [handler for handler in engine.handlers if isinstance(handler, CountHandler)]
    return config.strict and any(counter.get_counts() for counter in counters)


def on_build_error(error: Exception) -> None:
    """Say in a sentence where the disk is full or a file may not be used."""
    if isinstance(error, OSError) and not preview.serving:
        file, reason = str(error.filename2 or error.filename or "site"), error.strerror
        raise Abort(Problem(file, 0, 0, "inaccessible", {"reason": reason}).report(preview.language))


def _current(config: MkDocsConfig) -> Build | None:
    """The build that goes on; there is none in a preview that has never been whole."""
    return cast("Build | None", config.extra.get("brochure"))
