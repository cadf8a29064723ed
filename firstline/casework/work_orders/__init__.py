"""The job done for one or many tickets: raised, planned, carried out, and told to everyone."""
