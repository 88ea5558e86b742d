"""Facts of language, each once: labels, cell values and numerals, bodies of government."""
