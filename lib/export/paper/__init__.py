"""Thai documents for printing: words that never break, a font that copies out right, a bounded renderer."""
