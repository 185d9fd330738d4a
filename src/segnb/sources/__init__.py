"""Where observations come from: files, live answers and the demonstration."""
