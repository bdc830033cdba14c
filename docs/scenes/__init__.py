"""The pictures of the documents: scenes played in the demo, as people would, in Chromium."""
