"""Make a brochure in several languages of an author's YAML; CONTRIBUTING.md explains the way through the modules."""

import gc

gc.set_threshold(100_000, 20, 100)  # garbage is searched for rarely: a build keeps what it makes, and is soon over
