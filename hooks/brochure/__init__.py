"""Make a brochure in several languages of an author's YAML; CONTRIBUTING.md explains the way through the modules."""

import gc

gc.set_threshold(100_000, 20, 100)  # collect garbage rarely: a build keeps its objects, and is short
