"""A proxy before an MCP server: a call that our policy does not name as a read waits for people. It needs the extra `proxy`."""
