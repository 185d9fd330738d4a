"""The documentation site: pages made from the repository when `make docs` writes it."""
