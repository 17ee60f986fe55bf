"""Looks up the DKIM keys of signing domains in the DNS."""

import dns.exception
import dns.resolver


def look_up_txt(name: bytes, timeout: int = 5) -> bytes | None:
    """Return the TXT record of a name that ends in a full stop; None when it has none. Raises OSError when the DNS does not answer."""
    try:
        answer = dns.resolver.resolve(name.decode("ascii"), "TXT", lifetime=timeout)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, UnicodeDecodeError):
        return None
    except dns.exception.DNSException as error:
        raise OSError(f"the DNS does not answer: {type(error).__name__}") from error
    return b"".join(next(iter(answer)).strings)
