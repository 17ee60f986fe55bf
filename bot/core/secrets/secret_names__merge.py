"""How a secret is named where its value must not stand: `secret:vercel-token`."""

REFERENCE = r"secret:[a-z][a-z0-9-]{0,62}"
"""A reference to a secret, as a pattern. It is what a log, a card, a prompt and a digest hold."""

PREFIX = "secret:"
