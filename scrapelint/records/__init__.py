"""Files that hold many texts: what is in their records, and how to change nothing else."""
