"""The archive of a deputy (一人一档): everything they did, from the rows that there are anyway."""
