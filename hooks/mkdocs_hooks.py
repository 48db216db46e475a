"""What happens at each of MkDocs' events; the only module that knows MkDocs."""

import io
import logging
import os
import sys
from pathlib import Path
from typing import Literal, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils.templates import TemplateContext

from brochure.annotations import annotation
from brochure.content import load
from brochure.draft import Look
from brochure.messages import ContentError
from brochure.model import Site
from brochure.preview import Preview
from brochure.prose import PICTURES, icon_index
from brochure.publish import sitemap
from brochure.render import Meta, Renderer, front_matter, report
from brochure.routes import Routes
from brochure.translations import summary

log = logging.getLogger("mkdocs.hooks.brochure")
preview = Preview()


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 (MkDocs names it)
    """Note whether a visitor or the author will see the pages."""
    preview.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check the content, before MkDocs empties the last good site."""
    content = Path(config.config_file_path).parent / "content"
    look = Look(Path(config.docs_dir, "templates"), [Path(folder, ".icons") for folder in config.theme.dirs])
    site: Site | None
    try:
        site = load(content, look, os.environ.get("BROCHURE_LANGUAGE"))
    except ContentError as error:
        site = preview.broken(_told(error))
    else:
        preview.good(site)
        log.info(summary(site))
    if site is not None:
        config.site_url = config.site_url or site.facts.address
        config.site_name = site.practices[site.languages[0].code].name
        config.extra["brochure"] = Renderer(site, Routes(site), look.templates, config.site_url, preview.problems)
    config.markdown_extensions.append("brochure.prose:EntryLinks")
    emoji = config.mdx_configs["pymdownx.emoji"]
    emoji |= {"emoji_index": icon_index, "options": {"custom_icons": list(map(str, look.icons))}}
    config.theme.static_templates.discard("sitemap.xml")
    return config


def _told(error: ContentError) -> ContentError:
    """Tell an author of the problems where they look: the terminal, or the lines of a pull request. End a build."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in error.problems:
            print(annotation(problem, error.language))
    if not preview.serving:
        raise Abort(str(error)) from None
    print(error)
    return error


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the brochure's own assets and its pages, and nothing of the theme's css and scripts."""
    renderer = _renderer(config)
    if renderer is None:
        return Files([_page(config, "index.md", front_matter({"template": "problems.html", "problems": _report()}))])
    own = Files(file for file in files if file.src_dir == config.docs_dir)
    for route, text in renderer.pages:
        page = _page(config, route.src_uri, text)
        page.dest_uri = route.dest_uri
        own.append(page)
    content = str(Path(config.config_file_path).parent / "content")
    for name in filter(lambda name: Path(content, PICTURES, name).is_file(), renderer.pictures()):
        own.append(File(f"{PICTURES}/{name}", content, config.site_dir, config.use_directory_urls))
    own.append(File.generated(config, "sitemap.xml", content=sitemap(renderer.routes, renderer.site_url)))
    return own


def _page(config: MkDocsConfig, src_uri: str, text: str) -> File:
    return File.generated(config, src_uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV)


def on_template_context(context: TemplateContext, template_name: str, config: MkDocsConfig) -> TemplateContext:
    """Give the page for unknown addresses its words, since MkDocs renders it without a page."""
    if template_name != "404.html":
        return context
    renderer = _renderer(config)
    words = {"not_found": renderer.not_found()} if renderer else {"problems": _report()}
    return cast("TemplateContext", {**context, **words})


def _renderer(config: MkDocsConfig) -> Renderer | None:
    """What makes the pages; there is none in a preview that has never been whole."""
    return cast("Renderer | None", config.extra.get("brochure"))


def _report() -> Meta:
    return report(preview.problems) if preview.problems else {}
