"""The ways out of Byline: what other programs read, call and check. A room or a module for each door."""
