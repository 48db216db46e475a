"""The author's guide in the editor: the generator's Markdown files as pages."""

from itertools import pairwise

from markdown.extensions.toc import slugify
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from brochure.editing.editor import Editor
from brochure.editing.folder import Folder
from brochure.model.files import GUIDE
from brochure.preview import EDITOR
from brochure.reading.commonmark import CommonMark


def show_guide(editor: Editor, folder: Folder, name: str) -> Response:
    """Return a file of the guide by its path below `guide/`, such as `en/1-begin.md`.

    An empty name redirects to the first file in the author's language. Raises `NotFound`.
    """
    paths = sorted(editor.guide.glob("*/*.md"))
    texts = {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in paths}
    if not name and texts:
        return redirect(f"{EDITOR}{GUIDE}/{min(texts, key=lambda file: (not file.startswith(folder.language), file))}")
    if name not in texts:
        raise NotFound
    parser, code = CommonMark(), name.partition("/")[0]
    tokens = parser.read(texts[name])
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrs["id"] = slugify(inline.content, "-", unicode=True)
    text = Markup(parser.renderer.render(tokens, parser.options, {}))  # the parser escapes HTML
    titles = {file: text.partition("\n")[0][2:] for file, text in texts.items() if file.startswith(code)}
    return editor.page("guide.html", folder, name=name, code=code, titles=titles, text=text)
