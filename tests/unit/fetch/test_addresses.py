"""Which addresses are asked and which are not."""

import pytest

from bhavhouse.fetch.addresses import Forbidden, is_public, redirected, target


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "127.0.0.1",
        "127.1.2.3",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
    ],
)
def test_an_address_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["23.52.40.1", "2600:1408::1", "::ffff:23.52.40.1", "64:ff9b::1734:2801"])
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://host/file",
        "gopher://host/",
        "http://user@host/file",
        "http://user:secret@host/file",
        "http:///file",
        "http://host:99999/",
        "http://host:port/",
        "http://[::1/",
        "http://ho st/",
        "http://host/\r\nX: 1",
        "http://hôst/",
        "//host/file",
        "file",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_forbidden(url):
    with pytest.raises(Forbidden):
        target(url)


def test_a_password_in_an_address_is_not_repeated():
    with pytest.raises(Forbidden) as refusal:
        target("http://user:secret@host/file")
    assert "secret" not in str(refusal.value)


def test_a_redirect_is_read_against_the_address_that_was_asked():
    asked = target("https://host/a/b")
    assert redirected(asked, "c").url == "https://host/a/c"
    assert redirected(asked, "//other/c").host == "other"


def test_a_redirect_does_not_leave_https():
    with pytest.raises(Forbidden, match="from https to http://host/a"):
        redirected(target("https://host/a"), "http://host/a")
    assert redirected(target("http://host/a"), "https://host/a").port == 443
