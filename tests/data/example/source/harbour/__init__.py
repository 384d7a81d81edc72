"""When a ship may enter the harbour."""

__version__ = "1.2"
