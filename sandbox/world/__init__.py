"""What is there: people, bots, chats, messages, files. Pure Python, no HTTP."""

from sandbox.world.world import World

__all__ = ["World"]
