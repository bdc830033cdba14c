"""Pictures that voters send, without what they say about place, time and camera."""
