"""Releases a branch of one git repository: shows commits and tags, and tags a commit once the approvers said yes."""
