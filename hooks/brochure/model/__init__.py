"""What a site is: values, entries, languages, texts, routes, contact links."""
