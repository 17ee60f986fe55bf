"""The texts and the meaning of the tools for MCP clients, apart from any transport. Pure."""
