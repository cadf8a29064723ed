"""What is sent in forms of files in and out."""
