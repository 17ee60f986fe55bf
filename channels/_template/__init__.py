"""A channel to copy: it posts requests as text to a URL. The platform does not load it, because its name begins with an
underscore. `docs/channels.md` has the steps.
"""
