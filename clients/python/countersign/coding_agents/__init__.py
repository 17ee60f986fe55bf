"""Hooks of coding agents: each call of a tool waits for people. See docs/integrations/claude-code.md and codex.md."""
