"""MkDocs' events, each in a function that calls down; the only module that knows MkDocs."""

import atexit
import gc
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Literal, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from brochure.author.messages import be_lenient, count, sentence
from brochure.author.problems import ContentError, annotations, inaccessible
from brochure.commands.ready import all_remarks
from brochure.commands.translations import summary
from brochure.git import file_times, would_commit
from brochure.pages.render import PREVIEW_STYLE, CompiledTemplates, Edit, PageSource, Renderer, problem_pages
from brochure.preview import SECRET, Preview, edit_address, guarded, watched_status
from brochure.project import Project, content_of, site_of
from brochure.publishing.extras import Extras, make_extras
from brochure.publishing.hosts import SITEMAP, host_files, top_names
from brochure.publishing.policy import meta_policy
from brochure.publishing.stage import Stage

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
log = logging.getLogger("mkdocs.hooks.brochure")
preview, compiled = Preview(), CompiledTemplates()

UNUSED_EXTENSIONS = ("toc", "tables", "fenced_code")
"""Markdown's extensions that MkDocs adds by itself. No template needs them, and each costs time on every page."""
POLL_INTERVAL, BUILD_DELAY = 0.05, 0.02
"""Seconds between two polls of the files in a preview, and without a further change before it builds."""
QUIT = 0.5
"""Seconds to send the answer to the request that ends the preview."""


@dataclass(frozen=True)
class Build:
    """One build, from its configuration to its end."""

    project: Project
    extras: Extras
    renderer: Renderer
    stage: Stage | None
    """None in a preview."""


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 (MkDocs names it)
    """Note whether this is a preview."""
    preview.serving = command == "serve"
    preview.edits = preview.serving and SECRET in os.environ
    be_lenient()
    gc.freeze()
    if preview.serving:
        gc.set_threshold(700, 10, 10)  # Python's defaults


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Open the project and render its pages, then have the site built next to the last one."""
    content = content_of(ROOT)
    config.watch.append(str(content))
    try:
        preview.project, preview.problems = Project.open(ROOT, content=content), None
        log.info(summary(preview.project))
    except ContentError as error:
        if not (preview.serving and (content.is_dir() or preview.project or preview.problems)):
            raise
        print(error)
        preview.problems = error
    edit = partial(edit_address, content) if preview.edits else None
    build = _begin_build(config, preview.project, edit) if preview.project else None
    pages = build.renderer.pages() if build else problem_pages(preview.problems, config.site_url or "/", edit)
    config.extra |= {"brochure": build, "pages": {source.src_uri: source for source in pages}}
    config["markdown_extensions"] = [name for name in config.markdown_extensions if name not in UNUSED_EXTENSIONS]
    config.theme.static_templates.clear()
    del config.theme.dirs[1:]  # keep only overrides/: MkDocs would list every file of the others
    return config


def _begin_build(config: MkDocsConfig, project: Project, edit: Edit | None) -> Build:
    """Make the folder of the next site, all files that its pages link to, and the renderer of the pages."""
    site, routes, theme, stage = project.site, project.routes, project.draft.theme, None
    is_build = not preview.serving
    site_url = config.site_url = (not is_build and config.site_url) or site.settings.address
    config.site_name = site.practices[site.languages[0].code].name
    if is_build:
        folder = Path(config.site_dir)
        if folder == site_of(project.root, project.root / "content"):  # the default, so there is no --site-dir
            folder = project.site_folder
        stage = Stage(folder, top_names(routes, DOCS), site.author_language)
        atexit.register(stage.clear)
        config.site_dir = str(stage.folder)
    extras = make_extras(routes, theme, site_url, project.folders, project.draft.cache, log.info, is_build=is_build)
    sizes = {uri: path.stat().st_size for uri, path in extras.files.items()}
    policy = meta_policy if is_build else None
    names, pictures = extras.names, extras.pictures
    renderer = Renderer(routes, theme, site_url, names, policy, preview.problems, pictures, sizes, edit, compiled)
    return Build(project, extras, renderer, stage)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish pages, assets, pictures and what a host needs, and nothing of the theme's css and scripts."""
    build: Build | None = config.extra["brochure"]
    banner = [file for file in files if preview.serving and file.src_uri == PREVIEW_STYLE]
    pages = []
    for source in config.extra["pages"].values():  # each is an empty file, whose text comes by `on_page_markdown`
        pages.append(page := File.generated(config, source.src_uri, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        page.dest_uri = source.dest_uri
    if build is None:
        return Files([*pages, *banner])
    project, extras, published = build.project, build.extras, {}
    for file in files:
        if file.src_dir == config.docs_dir and not file.is_documentation_page():
            file.dest_uri = extras.names.get(file.src_uri, file.dest_uri)
            published[file.dest_uri] = file
    published |= {uri: File.generated(config, uri, abs_src_path=str(path)) for uri, path in extras.files.items()}
    if build.stage:
        times, templates = file_times(project.draft.folder), project.draft.theme.templates / "hosts"
        texts = host_files(project.routes, build.renderer.site_url, published, times, templates)
        for name, text in texts.items():
            published[name] = File.generated(config, name, content=text, inclusion=InclusionLevel.INCLUDED)
    return Files([*pages, *banner, *published.values()])


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (MkDocs names them)
    """Hand over a page's meta as an object, since MkDocs' parser of front matter is slow and swallows errors."""
    source: PageSource = config.extra["pages"].pop(page.file.src_uri)
    page.meta = source.meta
    return source.markdown


def on_env(env: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG001 (MkDocs names them)
    """Compile the overrides once in all rebuilds of a preview."""
    env.bytecode_cache = compiled


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ARG001 (MkDocs names them)
    """Put bodies and icons into a page for its template; MkDocs would keep the HTML of every page to the end."""
    build: Build | None = config.extra["brochure"]
    context["content"] = build.renderer.finish(page.content or "") if build else ""


def on_serve(server: "LiveReloadServer", config: MkDocsConfig, builder: Callable[[], None]) -> "LiveReloadServer":  # noqa: ARG001 (MkDocs names them)
    """Guard the preview's server, poll the content at shorter intervals, and add the editor."""
    server.set_app(guarded(server.serve_request, config.dev_addr.host))
    watched = [config.docs_dir, config.config_file_path]
    for path in watched:
        server.unwatch(path)
    from watchdog.observers.polling import PollingObserverVFS  # a build does not need it

    status = partial(watched_status, os.path.abspath(content_of(ROOT)))
    server.observer = cast("Any", PollingObserverVFS(status, os.scandir, polling_interval=POLL_INTERVAL))
    server.build_delay = BUILD_DELAY
    for path in watched:
        server.watch(path)
    if secret := os.environ.pop(SECRET, ""):
        _add_editor(server, secret, config.dev_addr.host, config.dev_addr.port)
    return server


def _add_editor(server: "LiveReloadServer", secret: str, host: str, port: int) -> None:
    """Add the editor to a server that only this machine can reach, and free the port for it."""
    from brochure.editing.access import LOOPBACK, Access  # a build does not need it
    from brochure.editing.app import answer
    from brochure.editing.editor import Editor
    from brochure.editing.first_page import takeover_callbacks

    if host in LOOPBACK:
        access = Access(secret, port)
        mount, pages = server.mount_path, cast("Any", server.get_app())
        editor = Editor(ROOT, content_of(ROOT), access, preview, mount, lambda: Timer(QUIT, server.shutdown).start())
        server.set_app(access.guarded(partial(answer, editor), pages, preview.language, [editor.script_hash]))
        logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)  # it would print each answer but 200
    takeover_callbacks.close()


def on_post_build(config: MkDocsConfig) -> None:
    """Print remarks, and put the site in its place if nothing has gone wrong."""
    build: Build | None = config.extra["brochure"]
    if build is None or build.stage is None or _warned():
        return
    project, stage, language = build.project, build.stage, build.project.site.author_language
    remarks = all_remarks(project, stage.site, unknown=build.extras.unknown)
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
    if would_commit(stage.site.parent, f"{stage.site.name}/"):
        log.info(sentence("site_in_git", language, folder=stage.site.parent, line=f"/{stage.site.name}/"))
    if refused := project.draft.cache.refused:
        log.info(sentence("cache_refused", language, folder=refused))
    if left := len(project.placeholders()):
        where = sentence("make_ready", language, folder=project.draft.folder)
        log.info(f"{count('placeholders', left, language)} {where}")


def _warned() -> bool:
    """Return whether a strict build will fail: MkDocs looks at its count of warnings after the hooks.

    The count is on the logger of the package that builds: `mkdocs`, or `properdocs` under the name `mkdocs`.
    """
    engine = logging.getLogger(CountHandler.__module__.partition(".")[0])
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in engine.handlers)


def on_build_error(error: Exception) -> None:
    """End a build with messages to the author, on their lines in a pull request too, in place of a traceback."""
    if isinstance(error, ContentError):
        for line in annotations(error.problems, error.language, (content_of(ROOT), DOCS)):
            print(line)
        raise Abort(str(error)) from None
    if isinstance(error, OSError) and not preview.serving:
        raise Abort(inaccessible(error, error.filename2 or error.filename or "site").report(preview.language))
