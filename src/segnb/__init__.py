"""segnb: situation reports on socioeconomic segregation in Swedish municipalities."""

__version__ = "0.1.0"
