"""The door to Slack. Signatures, marks and looks are pure; what speaks to Slack stands in files of its own."""
