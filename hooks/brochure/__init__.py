"""From an author's YAML to a brochure in several languages; README.md has the flow."""
