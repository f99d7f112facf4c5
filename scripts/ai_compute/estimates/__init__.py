"""Training compute by both methods: factors, products, intervals, and the cross-check."""
