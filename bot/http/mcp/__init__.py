"""The Model Context Protocol: tools by which the agent of another program asks people. `mcp` is imported at the first request."""
