"""Secrets that only their position tells: options of commands, `.netrc`, headers, files of package managers. Data.

Each form is as narrow as its program's manual: a word after `-p` is a password for mysql and sshpass, a port for ssh.
Where a pattern has a group `secret`, that group alone is the secret.
"""

import re

_STANDS_FOR = r"(?!secret:[a-z]|\[[\w -]{1,60} removed\]|\[secret sha256:|\$|<[\w .-]{1,40}>|\{[\w{ .]{1,40}\}|%[A-Z(]|\*{2}|\.{2}|…)"
"""A stand-in for a value: a reference, a variable, a placeholder, a removed secret."""

_VALUE = rf"(?:\"{_STANDS_FOR}(?P<secret>[^\"\n]{{3,400}})\"|'{_STANDS_FOR}(?P<single>[^'\n]{{3,400}})'|{_STANDS_FOR}(?P<bare>[^\s\"'|;&`<>,)\]-][^\s\"'|;&`<>,)\]]{{2,400}}))"
_REST = r"(?:[^\n|;&]{0,300}?[\s\"',])??"
"""The text between a command and its option, in one line."""

_HTTP = r"(?<![\w.-])(?:curl|wget|httpie|https?|xh|ab|wrk|hey|siege)(?:\.exe)?"
_PROGRAMS = (
    r"(?<![\w.-])(?:mysql\w*|mariadb[\w-]*|docker|podman|skopeo|helm|az|oc|kubectl|vault|ldap\w+|mongo\w*|redis-cli|psql|svn|twine|npm"
    r"|keytool|openssl|ansible[\w-]*|flyway|liquibase|wget|curl|rabbitmqctl|nats|sqlcmd|gpg|restic|smbclient|net|htpasswd)(?:\.exe)?"
)

PLACES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    # curl(1): -u, --user <user:password>, --proxy-user; wget and httpie have -a, --auth. In one line, or as a list
    (
        "password",
        "curl wget http xh wrk siege hey",
        re.compile(
            rf"{_HTTP}(?:[ \"',]{_REST}|(?:\n[^\n]{{0,200}}){{0,10}}?\n)(?:-[a-zA-Z]{{0,5}}[uUa]|--(?:proxy-)?user|--auth)(?: {{0,3}}|=|\n|\",? {{0,3}}\")[\"']?"
            rf"[^\s\"':/$]{{1,100}}:{_STANDS_FOR}(?P<secret>[^\s\"']{{3,400}})"
        ),
    ),
    # mysql(1): -p with its value in the same word; sshpass(1) and redis-cli: in the same word or the next
    (
        "password",
        "-p",
        re.compile(
            rf"(?<![\w.-])(?:(?:mysql|mariadb)[\w-]{{0,20}}(?:\.exe)?[ \"',]{_REST}-p|sshpass[ \"',]{{1,4}}-p[ \"',]{{0,4}}){_VALUE}"
        ),
    ),
    ("password", "redis-cli", re.compile(rf"(?<![\w.-])redis-cli[ \"',]{_REST}(?:-a|--pass)[ =]{_VALUE}")),
    # an option with `=`, or of a program that takes its value as the next word
    ("password", "pass", re.compile(rf"(?<![\w-])--(?:[a-z0-9]{{1,30}}-){{0,5}}(?:password|passwd|passphrase)={_VALUE}")),
    (
        "password",
        "pass",
        re.compile(
            rf"{_PROGRAMS}[ \"',]{_REST}--(?:[a-z0-9]{{1,30}}-){{0,5}}(?:password|passwd|passphrase)(?: {{1,3}}|\",? {{0,3}}\"){_VALUE}"
        ),
    ),
    # docker login -p, podman login -p
    ("password", "login", re.compile(rf"(?<![\w.-])(?:docker|podman|skopeo|helm|az|oc) [^\n|;&]{{0,100}}?login[ \"',]{_REST}-p(?: |=)?{_VALUE}")),
    # netrc(5)
    (
        "password",
        "machine default",
        re.compile(
            r"(?:(?:^|\n)[ \t>]{0,20}machine[ \t]+(?:localhost|[\w-]{1,80}(?:\.[\w-]{1,80}){1,9})(?::\d{1,5})?\s{1,20}(?:(?:login|account)\s{1,20}\S{1,200}\s{1,20}){0,2}"
            r"|\b(?:machine\s{1,20}(?:localhost|[\w-]{1,80}(?:\.[\w-]{1,80}){1,9})(?::\d{1,5})?|default)\s{1,20}login\s{1,20}\S{1,200}\s{1,20}(?:account\s{1,20}\S{1,200}\s{1,20})?)"
            rf"password[ \t]{{1,20}}[\"']?{_STANDS_FOR}(?P<secret>[^\s\"']{{3,400}})"
        ),
    ),
    # RFC 9110, 11.6.2: credentials of any scheme, and of none as some APIs have it
    (
        "credential",
        "authorization",
        re.compile(
            r"(?i:\b(?:proxy-)?authorization)(?:\\?[\"'])?\s{0,3}[:=]\s{0,3}(?:\\?[\"'])?(?:[A-Za-z][A-Za-z0-9-]{1,20} {1,3})?"
            rf"{_STANDS_FOR}(?!v?\d+(?:\.\d+)+)(?=[^\s\"'\\,]{{0,200}}\d)(?=[^\s\"'\\,]{{0,200}}[A-Za-z])(?P<secret>[A-Za-z0-9._~+/=:-]{{12,2000}})"
        ),
    ),
    ("credential", "digest", re.compile(r"\bDigest [^\n]{0,600}?\bresponse=\"?(?P<secret>[0-9a-f]{32,64})")),
    # npmrc: _authToken, _auth
    ("token", "_auth", re.compile(rf"(?<![A-Za-z0-9])_auth(?:Token)?\s{{0,3}}=\s{{0,3}}\"?{_STANDS_FOR}(?P<secret>[^\s\"']{{8,400}})")),
    # names in camel case: clientSecret, dbPassword, accessToken
    (
        "password",
        "secret password passwd apikey accesskey privatekey",
        re.compile(
            r"(?<![A-Za-z0-9])[a-z][A-Za-z0-9]{0,30}?(?:Secret|Password|Passwd|ApiKey|AccessKey|PrivateKey|SecretKey)(?:\\?[\"'])?\s?[=:]\s?(?:\\?[\"'])?"
            rf"{_STANDS_FOR}(?=[^\s\"'<>,;]{{0,200}}\d)(?=[^\s\"'<>,;]{{0,200}}[^\d\s\"'<>,;.])(?P<secret>[^\s\"'<>,;\\]{{8,400}})"
        ),
    ),
    (
        "token",
        "token",
        re.compile(
            r"(?<![A-Za-z0-9])[a-z][A-Za-z0-9]{0,30}?Token(?:\\?[\"'])?\s?[=:]\s?(?:\\?[\"'])?"
            r"(?!(?:v?\d+(?:\.\d+)+[\w.+-]*|[0-9a-f]{7,64}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?![^\s\"'<>,;\\]))"
            rf"{_STANDS_FOR}(?=[^\s\"'<>,;]{{0,200}}\d)(?=[^\s\"'<>,;]{{0,200}}[^\d\s\"'<>,;.])(?P<secret>[^\s\"'<>,;\\]{{16,400}})"
        ),
    ),
    # a shared access signature of Azure, a signed URL of AWS or Google
    (
        "signature",
        "sig= signature=",
        re.compile(r"[?&](?:sig|X-Amz-Signature|X-Goog-Signature)=(?P<secret>[A-Za-z0-9%/+_-]{30,600}={0,2})"),
    ),
)  # fmt: skip
"""(the kind, the hints of texts to search, the pattern)."""
