"""How BHAVHOUSE_ARCHIVE is read where folders and addresses stand side by side."""

from pathlib import Path

import pytest

from bhavhouse.settings import load


@pytest.mark.parametrize(
    ("given", "folders", "addresses", "inboxes"),
    [
        ("/a:/b", ["/a", "/b"], (), []),
        ("https://h:/a", ["/a"], ("https://h",), ["h"]),
        ("/a:http://h:8000:/b", ["/a", "/b"], ("http://h:8000",), ["h_8000"]),
        ("http://h:80/x/y:https://n/:/b", ["/b"], ("http://h:80/x/y", "https://n/"), ["h_80_x_y", "n"]),
        ("http://[::1]:8000/a:/b", ["/b"], ("http://[::1]:8000/a",), ["1_8000_a"]),
        ("http://user:secret@h/a:/b", ["/b"], ("http://user:secret@h/a",), ["user_secret_h_a"]),
    ],
)
def test_folders_and_addresses_are_told_apart(monkeypatch, tmp_path, given, folders, addresses, inboxes):
    monkeypatch.setenv("BHAVHOUSE_HOME", str(tmp_path))
    monkeypatch.setenv("BHAVHOUSE_ARCHIVE", given)
    settings = load()
    assert settings.archives == tuple(map(Path, folders)) and settings.archive_urls == addresses
    assert [folder.name for folder in settings.inboxes] == inboxes
    assert settings.folders == settings.archives  # nothing was fetched yet
