"""What a report says of itself: first page, place, method, and which data exist."""
