"""Results on real data: the program's own functions run over a folder of published cases."""
