"""What a page is made of: its blocks, the sentences with their rules, and the theme they share."""
