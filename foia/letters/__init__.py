"""Letters: composed from templates, law and a person's ask, and drawn as text, DOCX or PDF. Pure."""
