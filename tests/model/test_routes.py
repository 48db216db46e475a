"""The addresses of pages."""

import pytest

from brochure.model.values import make_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Prosessi- ja muutostyönohjaus", "prosessi-ja-muutostyonohjaus"),
        ("Åsa & Örjan: över_allt!", "asa-orjan-over-allt"),
        ("– 日本 –", ""),
    ],
)
def test_a_slug_is_made_of_a_title(title: str, slug: str) -> None:
    """Letters lose their marks, everything else becomes single hyphens, and what cannot be folded goes."""
    assert make_slug(title) == slug
