"""An author's photos: their sizes, their encoding, and their files in the cache. No other folder knows Pillow."""
