"""Operations: what those who run the program hear of it."""
