"""Looks up the keys that mail is signed with. The one place of the channel that asks the DNS."""

import dns.exception
import dns.resolver


def look_up_txt(name: bytes, timeout: int = 5) -> bytes | None:
    """The TXT record of a name that ends in a full stop; None when there is none. Raises OSError when the DNS does not answer."""
    try:
        answer = dns.resolver.resolve(name.decode("ascii"), "TXT", lifetime=timeout)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, UnicodeDecodeError):
        return None
    except dns.exception.DNSException as error:
        raise OSError(f"the DNS does not answer: {type(error).__name__}") from error
    return b"".join(next(iter(answer)).strings)
