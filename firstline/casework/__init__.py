"""What happens, stage by stage: contacts, tickets, work orders."""
