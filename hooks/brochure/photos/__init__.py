"""An author's photos: what is in one, what is made of it, and where that is kept; the only room that knows Pillow."""
