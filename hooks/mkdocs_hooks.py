"""What happens at each of MkDocs' events; the only module that knows MkDocs."""

import logging
from pathlib import Path
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils.templates import TemplateContext

from brochure.content import Look, load
from brochure.messages import ContentError
from brochure.publish import sitemap
from brochure.render import Renderer
from brochure.routes import Routes

log = logging.getLogger("mkdocs.hooks.brochure")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check the content, before MkDocs empties the last good site."""
    templates = Path(config.docs_dir, "templates")
    icons = [Path(folder, ".icons") for folder in config.theme.dirs]
    try:
        site = load(Path(config.config_file_path).parent / "content", Look(templates, icons))
    except ContentError as error:
        raise Abort(str(error)) from None
    for entry in site.entries:
        if missing := [language.code for language in site.languages if language.code not in entry.translations]:
            log.info("content/%s/%s.yml has no text in: %s", entry.kind.folder, entry.id, ", ".join(missing))
    config.site_url = config.site_url or site.facts.address
    config.site_name = site.practices[site.languages[0].code].name
    config.markdown_extensions.append("brochure.links:EntryLinks")
    config.theme.static_templates.discard("sitemap.xml")
    config.extra["brochure"] = Renderer(site, Routes(site), templates, config.site_url)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the brochure's own assets and its pages, and nothing of the theme's css and scripts."""
    renderer = _renderer(config)
    own = Files(file for file in files if file.src_dir == config.docs_dir)
    for route in renderer.routes:
        page = File.generated(config, route.src_uri, content=renderer.page(route), inclusion=InclusionLevel.NOT_IN_NAV)
        page.dest_uri = route.dest_uri
        own.append(page)
    own.append(File.generated(config, "sitemap.xml", content=sitemap(renderer.routes, renderer.site_url)))
    return own


def on_template_context(context: TemplateContext, template_name: str, config: MkDocsConfig) -> TemplateContext:
    """Give the page for unknown addresses its words, since MkDocs renders it without a page."""
    if template_name != "404.html":
        return context
    return cast("TemplateContext", {**context, "not_found": _renderer(config).not_found()})


def _renderer(config: MkDocsConfig) -> Renderer:
    return cast("Renderer", config.extra["brochure"])
