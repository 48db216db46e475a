"""From a checked site to its pages."""
