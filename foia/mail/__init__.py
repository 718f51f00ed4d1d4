"""Reading correspondence, pure: bytes to parts, addresses to requests, words to what they say."""
