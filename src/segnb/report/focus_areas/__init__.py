"""What a chapter on one focus area has of its own: schools, turnout, women and men."""
