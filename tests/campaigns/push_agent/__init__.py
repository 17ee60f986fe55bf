"""An agent in a package of its own, for campaigns against a real server: its effects are lines of a file outside of the database."""
