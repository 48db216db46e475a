"""From a folder of YAML to a checked site, or to every problem in it."""
