"""Pictures that came as files: kept as they were made anew, without place, time and camera."""
