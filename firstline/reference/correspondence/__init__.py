"""What is laid down about messages: texts per occasion and language, who is told of what, from which address."""
