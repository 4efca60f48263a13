"""What is measured, and what chance alone allows. No network library."""
