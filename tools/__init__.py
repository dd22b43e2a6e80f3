"""What stands behind `run.py`: set-up, start, checks. Standard library only."""
