"""What the company has laid down: staff, customers, catalogue, service levels and what a code carries."""
