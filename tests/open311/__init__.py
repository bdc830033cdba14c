"""Other systems: the server, and the client."""
