"""What a chapter reads from the store: an indicator at a level, its sums, and what it rests on."""
