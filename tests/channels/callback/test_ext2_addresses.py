"""ext2: a callback leads to the public internet, or to a host that an operator allows; to nothing else (SSRF)."""

import pytest

from bot.core.errors import NotUnderstood
from channels.callback.addresses import CallbackUrl, choose_address, read_callback_url

PRIVATE = (
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "169.254.170.2", "100.64.0.1", "192.0.0.192", "198.18.0.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::1", "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
    "2002:7f00:1::", "2001::1", "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "100::1",
)  # fmt: skip
PUBLIC = ("93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001:81b::200e")


def url_of(address: str, scheme: str = "https") -> str:
    return f"{scheme}://[{address}]/hook" if ":" in address else f"{scheme}://{address}/hook"


NAMED = CallbackUrl("https://shop.example/hook", "https", "shop.example", 443)


@pytest.mark.parametrize("address", PRIVATE)
def test_ext2_a_private_address_is_refused_as_it_stands_and_behind_a_name(address: str) -> None:
    with pytest.raises(NotUnderstood, match="not called"):
        read_callback_url(url_of(address), ())
    with pytest.raises(NotUnderstood, match="not called"):
        choose_address(NAMED, [address], ())


@pytest.mark.parametrize("address", PRIVATE)
def test_ext2_one_private_address_among_public_ones_refuses_the_name(address: str) -> None:
    for answer in ([PUBLIC[0], address], [address, PUBLIC[0]], [PUBLIC[4], address]):
        with pytest.raises(NotUnderstood, match="not called"):
            choose_address(NAMED, answer, ())


@pytest.mark.parametrize("address", PUBLIC)
def test_ext2_a_public_address_is_called(address: str) -> None:
    assert read_callback_url(url_of(address), ()).host == address
    assert choose_address(NAMED, [address, PUBLIC[0]], ()) == address


@pytest.mark.parametrize(
    "url",
    [
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://0/",
        "https://①②⑦.⓪.⓪.①/",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://a.localhost/",
        "https://metadata.google.internal/computeMetadata/v1/",
        "https://metadata/",
        "https://printer.local/",
        "https://intranet/",
        "http://shop.example/hook",
        "http://1.1.1.1/",
        "gopher://shop.example/",
        "file:///etc/passwd",
        "https:///hook",
        "https://[fe80::1%25eth0]/",
        "https://[::1/",
        "https://shop.example:99999/",
    ],
)
def test_ext2_other_spellings_of_a_private_host_and_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(NotUnderstood):
        read_callback_url(url, ())


def test_ext2_a_name_without_an_address_is_refused() -> None:
    for answer in ([], ["not an address"], [PUBLIC[0], "x"]):
        with pytest.raises(NotUnderstood, match="no address"):
            choose_address(NAMED, answer, ())


@pytest.mark.parametrize(
    ("url", "allowed", "is_called"),
    [
        ("http://127.0.0.1:9000/hook", ("127.0.0.1:9000",), True),
        ("http://127.0.0.1:9000/hook", ("127.0.0.1",), True),
        ("http://127.0.0.1:9001/hook", ("127.0.0.1:9000",), False),
        ("http://shop:8080/hook", ("shop:8080",), True),
        ("http://shop/hook", ("shop:80",), True),
        ("https://shop/hook", ("shop:443",), True),
        ("http://other:8080/hook", ("shop:8080",), False),
        ("http://xshop/hook", ("shop",), False),
        ("http://shop.evil.example/hook", ("shop",), False),
        ("ftp://shop/hook", ("shop",), False),
    ],
)
def test_ext2_an_allowed_host_is_called_wherever_it_leads_and_no_other(
    url: str, allowed: tuple[str, ...], is_called: bool
) -> None:
    if not is_called:
        with pytest.raises(NotUnderstood):
            read_callback_url(url, allowed)
        return
    assert choose_address(read_callback_url(url, allowed), ["10.0.0.7"], allowed) == "10.0.0.7"
