"""The types of a site: values, entries, languages, texts, routes, contact links."""
