"""Forms: what a person typed, validated and nothing else."""
