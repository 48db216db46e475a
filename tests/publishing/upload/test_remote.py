"""The address of a server as the author types it."""

import pytest

from brochure.publishing.upload.remote import Server, UploadError


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("sftp://maija@example.org/public_html", Server("sftp", "example.org", "maija", "public_html")),
        (" sftp://maija@example.org:2222//var/www/ ", Server("sftp", "example.org", "maija", "/var/www", 2222)),
        ("sftp://maija@example.org//", Server("sftp", "example.org", "maija", "/")),
        ("ftps://maija@own.fi@ftp.example.org", Server("ftps", "ftp.example.org", "maija@own.fi")),
        ("sftp://ma%2Fija@[::1]/a%20b", Server("sftp", "::1", "ma/ija", "a b")),
    ],
)
def test_an_address_is_read_and_written(text: str, server: Server) -> None:
    """What is written leads to the same server."""
    assert Server.parse(text) == server
    assert Server.parse(str(server)) == server


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.org", "sftp://example.org", "sftp://maija@", "https://maija@example.org"),
        *("sftp://a@b:x", "sftp://a@b:70000", "sftp://a@[b/", "sftp://a@b/?c"),
        *("ftp://maija@example.org/", "sftp://maija:secret@example.org/"),
    ],
)
def test_another_address_is_refused_without_showing_a_password(text: str) -> None:
    """Plain FTP would show the password to others, and a command the one in its address."""
    with pytest.raises(UploadError) as refused:
        Server.parse(text)
    assert refused.value.problem.key == "publish_address"
    assert "secret" not in refused.value.problem.report("en")
