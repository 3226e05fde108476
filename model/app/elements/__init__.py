"""What the page is made of: text that is never markup, and charts with their downloads."""
