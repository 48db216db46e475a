"""The author's guide in the editor: the generator's Markdown files as pages."""

from itertools import pairwise

from markdown.extensions.toc import slugify
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from brochure.editing.editor import Editor
from brochure.editing.folder import Folder
from brochure.model.files import GUIDE
from brochure.reading.commonmark import CommonMark


def show_guide(editor: Editor, folder: Folder, name: str) -> Response:
    """Return the first page of the guide whose file name begins with `name`, such as `en/keys`. Raises `NotFound`."""
    code = name.partition("/")[0]
    paths = sorted(path for path in (editor.root / "content" / GUIDE).glob("*/*.md") if path.parent.name == code)
    texts = {f"{code}/{path.name}": path.read_text(encoding="utf-8") for path in paths}
    if not (name := next((file for file in texts if file.startswith(name)), "")):
        raise NotFound
    parser = CommonMark()
    tokens = parser.read(texts[name])
    for heading, title in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrs["id"] = slugify(title.content, "-", unicode=True)
    html = parser.renderer.render(tokens, parser.options, {})
    return editor.page("guide.html", folder, code=code, name=name, texts=texts, html=html)
