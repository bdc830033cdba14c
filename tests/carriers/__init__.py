"""Tests of what carries messages in and out: intake, handling, outbox, delivery."""
