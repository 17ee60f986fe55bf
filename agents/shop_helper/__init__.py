"""Keeps a list, and adds to it once the approvers said yes."""
