"""What classes of investors bought and sold."""
