"""What a design varies: factors, and those among them that are shares of one whole."""
