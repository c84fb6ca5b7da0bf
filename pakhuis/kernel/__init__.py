"""The words every package speaks: money, quantities, actors, problems, time. Standard library only."""
