"""How many rose and how many fell."""
