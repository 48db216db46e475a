"""What goes with the pages: rules for hosts, the sitemap, dates, and the swap of the finished site."""
