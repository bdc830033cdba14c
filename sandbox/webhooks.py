"""Pushing updates to webhooks: in order within a chat, again and again until accepted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sandbox.world import World


@asynccontextmanager
async def delivering(world: World) -> AsyncIterator[None]:
    """Push updates while the block runs."""
    del world
    yield
