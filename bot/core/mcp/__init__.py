"""What the tools for MCP clients say and mean, apart from any wire. Pure."""
