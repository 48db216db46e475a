"""MkDocs' events, each in a function that calls down; the only module that knows MkDocs."""

import atexit
import gc
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from brochure.author.messages import be_lenient, count, sentence
from brochure.author.paths import within
from brochure.author.problems import ContentError, Problem, annotations
from brochure.commands.ready import all_remarks, unprintable
from brochure.commands.translations import summary
from brochure.git import file_times
from brochure.model.files import ASSETS, NOT_FOUND, fingerprints, hashed
from brochure.pages.render import PREVIEW_STYLE, PageSource, Renderer, report
from brochure.preview import Preview, guarded, is_taken
from brochure.project import Extras, Project, content_of
from brochure.publishing.hosts import SITEMAP, host_files, top_names
from brochure.publishing.policy import meta_policy
from brochure.publishing.sitemap import sitemap
from brochure.publishing.stage import Stage

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.hooks.brochure")
preview = Preview()

UNUSED = ("toc", "tables", "fenced_code")
"""Markdown's extensions that MkDocs adds by itself. No template needs them, and each costs time on every page."""
POLL, QUIET = 0.1, 0.02
"""Seconds between two looks at every file in a preview, and without a further change before it builds."""


@dataclass(frozen=True)
class Build:
    """What one build works with, from its configuration to its end."""

    project: Project
    renderer: Renderer
    pages: Sequence[PageSource]
    """Rendered before MkDocs empties a folder, so that a template's mistake leaves the last site."""
    names: Mapping[str, str]
    """The published name of each asset."""
    extras: Extras
    stage: Stage | None
    """None in a preview."""


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 (MkDocs names it)
    """Note whether this is a preview."""
    preview.serving = command == "serve"
    be_lenient()
    if preview.serving:
        gc.set_threshold(700, 10, 10)  # as Python begins
    else:
        gc.freeze()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Open the project and render its pages, then have the site built beside the last one."""
    root = Path(config.config_file_path).parent
    content = content_of(root)
    config.watch.append(str(content))
    preview.folders = (content, root / "docs")
    project: Project | None
    try:
        project = Project.open(root, content=content)
    except ContentError as error:
        if not preview.serving or not content.is_dir():
            raise
        print(error)
        project = preview.broken(error)
    else:
        preview.good(project)
        log.info(summary(project.site, project.draft.hidden()))
    config.extra["brochure"] = _begin(config, project) if project else None
    config["markdown_extensions"] = [name for name in config.markdown_extensions if name not in UNUSED]
    config.theme.static_templates.clear()
    del config.theme.dirs[1:]  # all but overrides/ would be listed, file by file, for nothing
    return config


def _begin(config: MkDocsConfig, project: Project) -> Build:
    """Make a folder for the site, and render its pages."""
    site = project.site
    if project.outside_address and not preview.serving:
        config.site_url = site.settings.address
    config.site_url = config.site_url or site.settings.address
    config.site_name = site.practices[site.languages[0].code].name
    stage = None
    if not preview.serving:
        stage = Stage(Path(config.site_dir), top_names(project.routes, project.docs), site.author_language)
        atexit.register(stage.clear)
        config.site_dir = str(stage.folder)
    extras = project.extras(config.site_url, log.info, whole=not preview.serving)
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
    return Build(project, renderer, renderer.pages(), names, extras, stage)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish pages, assets, pictures and what a host needs, and nothing of the theme's css and scripts."""
    build = _current(config)
    banner = [file for file in files if preview.serving and file.src_uri == PREVIEW_STYLE]
    if build is None:
        return Files([*(_page(config, source) for source in _broken_pages(config)), *banner])
    project, names, extras = build.project, build.names, build.extras
    docs = [
        file
        for file in files
        if file.src_dir == config.docs_dir
        and not file.is_documentation_page()
        and file.src_uri not in extras.look
        and not preview.blames(within(project.docs, file.src_uri))
    ]
    for file in docs:
        file.dest_uri = names.get(file.src_uri, file.dest_uri)
    look = [File.generated(config, names[uri], content=content) for uri, content in extras.look.items()]
    made = [File.generated(config, names.get(uri, uri), abs_src_path=str(path)) for uri, path in extras.files.items()]
    published = [*docs, *look, *made]
    immutable = [file.dest_uri for file in published if file.dest_uri in {*names.values(), *extras.files}]
    immutable = [uri for uri in immutable if not uri.endswith(".pdf")]
    site_url, templates = build.renderer.site_url, project.theme.templates / "hosts"
    texts = host_files(project.routes, site_url, immutable, templates)
    texts = {**texts, SITEMAP: sitemap(project.routes, site_url, file_times(project.content))}
    rules = [
        File.generated(config, name, content=text, inclusion=InclusionLevel.INCLUDED) for name, text in texts.items()
    ]
    return Files([*published, *banner, *(_page(config, source) for source in build.pages), *rules])


def _broken_pages(config: MkDocsConfig) -> Sequence[PageSource]:
    """Return the pages of a preview that has never been whole: its front page, and one for all other addresses."""
    problems = preview.problems and report(preview.problems, config.site_url or "/")
    front = PageSource("index.md", "index.html", {"template": "problems.html", "problems": problems})
    return front, PageSource("_404.md", NOT_FOUND, front.meta | {"refresh": True})


def _page(config: MkDocsConfig, source: PageSource) -> File:
    """Return an empty file for MkDocs, and keep the page for `on_page_markdown`."""
    file = File.generated(config, source.src_uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = source.dest_uri
    config.extra.setdefault("pages", {})[source.src_uri] = source
    return file


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (MkDocs names them)
    """Hand over a page's meta as an object, since MkDocs' parser of front matter is slow and swallows errors."""
    source: PageSource = config.extra["pages"][page.file.src_uri]
    page.meta = source.meta
    return source.markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (MkDocs names them)
    """Put bodies and icons into a page after MkDocs has converted its template."""
    build = _current(config)
    return build.renderer.finish(html) if build else html


def on_serve(server: "LiveReloadServer", config: MkDocsConfig, builder: Callable[[], None]) -> "LiveReloadServer":  # noqa: ARG001 (MkDocs names them)
    """Let pages do no more than the published ones, answer strangers nothing, and see an edit sooner."""
    host, port = config.dev_addr.host, config.dev_addr.port
    if is_taken(host, port):
        raise Abort(Problem(f"{host}:{port}", "port_taken", line=0).report(preview.language))
    server.set_app(guarded(server.serve_request, host))
    watched = [config.docs_dir, config.config_file_path]
    for path in watched:
        server.unwatch(path)
    server.observer, server.build_delay = type(server.observer)(timeout=POLL), QUIET
    for path in watched:
        server.watch(path)
    return server


def on_post_build(config: MkDocsConfig) -> None:
    """Print remarks, and put the site in its place if nothing has gone wrong."""
    build = _current(config)
    if build is None or build.stage is None or _warned(config):
        return
    project, stage, language = build.project, build.stage, build.project.site.author_language
    unknown = build.extras.unknown
    unasked = ("older",) if unknown is not None else ("older", "no_glyph")
    remarks = all_remarks(project, stage.site, unprintable(project, unknown or ()), unasked)
    for line in annotations(remarks, language, project.folders, level="notice"):
        print(line)
    for remark in remarks:
        log.info(remark.report(language))
    if not (stage.site / SITEMAP).exists():
        log.info(sentence("no_last_site", language, folder=stage.site))
    stage.publish()
    project.draft.cache.clear()
    config.site_dir = str(stage.site)
    log.info(sentence("placed", language, folder=stage.site))
    if left := len(project.placeholders()):
        where = sentence("make_ready", language, folder=project.content.as_posix())
        log.info(f"{count('placeholders', left, language)} {where}")


def _warned(config: MkDocsConfig) -> bool:
    """Return whether a strict build will fail: MkDocs looks at its count of warnings after the hooks.

    The count is on the logger of the package that builds: `mkdocs`, or `properdocs` under the name `mkdocs`.
    """
    engine = logging.getLogger(CountHandler.__module__.partition(".")[0])
    counters = [handler for handler in engine.handlers if isinstance(handler, CountHandler)]
    return config.strict and any(counter.get_counts() for counter in counters)


def on_build_error(error: Exception) -> None:
    """End a build with messages to the author, on their lines in a pull request too, in place of a traceback."""
    if isinstance(error, ContentError):
        for line in annotations(error.problems, error.language, preview.folders):
            print(line)
        raise Abort(str(error)) from None
    if isinstance(error, OSError) and not preview.serving:
        file, reason = str(error.filename2 or error.filename or "site"), error.strerror
        raise Abort(Problem(file, "inaccessible", {"reason": reason}, line=0).report(preview.language))


def _current(config: MkDocsConfig) -> Build | None:
    """Return the build that is running, or None in a preview that has never been whole."""
    return cast("Build | None", config.extra["brochure"])
