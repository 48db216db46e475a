"""Everything besides pages: rules for hosts, the sitemap, pictures, PDFs, and the replacement of the last site."""
