"""Letters: composed from templates, law and a person's ask; drawn as text, DOCX or PDF. Pure."""
