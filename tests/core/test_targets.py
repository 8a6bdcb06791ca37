"""Which addresses may be written to."""

import pytest

from backhaul.core.channel_errors import BadTarget
from backhaul.core.targets import first_public, is_public, is_this_machine, read_target


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com", "https://example.com"),
        ("https://example.com/hook", "https://example.com/hook"),
        ("https://example.com:8443/hooks/T0/B0/abcdefgh", "https://example.com:8443/…efgh"),
        ("https://example.com/hook?token=abcdefgh", "https://example.com/…efgh"),
        ("http://localhost:9/hook", "http://localhost:9/hook"),
    ],
)
def test_an_address_is_shown_without_what_may_be_secret(url: str, shown: str) -> None:
    assert read_target(url).shown == shown


@pytest.mark.parametrize("url", ["http://example.com/", "http://10.0.0.1/", "http://localhost.example.com/"])
def test_only_this_machine_is_written_to_without_encryption(url: str) -> None:
    with pytest.raises(BadTarget, match="https"):
        read_target(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "ff02::1",
        "nonsense",
    ],
)
def test_an_address_of_our_own_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is(address: str) -> None:
    assert is_public(address)


def test_a_name_with_one_private_address_is_not_connected_to() -> None:
    assert first_public(["93.184.215.14", "10.0.0.1"]) is None
    assert first_public([]) is None
    assert first_public(["93.184.215.14"]) == "93.184.215.14"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "127.8.0.1", "::1", "[::1]"])
def test_this_machine_has_several_names(host: str) -> None:
    assert is_this_machine(host)
