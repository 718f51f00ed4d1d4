"""`make chaos`: letters leave while everything that can be killed is killed; then the books."""
