"""The agent of programs outside of this server: it takes no step of its own, and asks people for them."""
