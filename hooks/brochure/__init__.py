"""From an author's YAML to a brochure in several languages; README.md has the flow."""

import gc

gc.set_threshold(100_000, 20, 100)  # garbage is searched for rarely: a build keeps what it makes, and is soon over
