"""What the national documents claim and grant, tested and retold here."""
