"""For the authors of plugins: a new one as files, its catalogue, and its pages."""
