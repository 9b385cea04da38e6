"""The explorer page in a real browser, opened from a file with the network off."""
